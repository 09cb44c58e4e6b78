package agentserver.tool.terminal;

import agentserver.base.json.SchemaName;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// What is known of a command and its shell beside its output.
///
/// ```json
/// {"exit_code": 0, "pid": -1, "username": "root", "hostname": "vm", "working_dir": "/w",
///  "py_interpreter_path": "", "prefix": "", "suffix": "\n[The command completed with exit code 0.]"}
/// ```
///
/// `exit_code` and `pid` are -1 when unknown; the four texts after them may be null; other members
/// are dropped when read. Source: contract 10 §2.2.
@JsonIgnoreProperties(ignoreUnknown = true)
@SchemaName("CmdOutputMetadata")
public record TerminalMetadata(
        Integer exitCode,
        Integer pid,
        String username,
        String hostname,
        String workingDir,
        String pyInterpreterPath,
        String prefix,
        String suffix) {

    /// What is known of nothing.
    static final TerminalMetadata NONE =
            new TerminalMetadata(null, null, null, null, null, null, null, null);

    public TerminalMetadata {
        exitCode = exitCode == null ? -1 : exitCode;
        pid = pid == null ? -1 : pid;
        prefix = prefix == null ? "" : prefix;
        suffix = suffix == null ? "" : suffix;
    }

    /// The lines that follow the output in what the model reads.
    String footer() {
        var lines = new StringBuilder();
        if (workingDir != null && !workingDir.isEmpty()) {
            lines.append("\n[Current working directory: ").append(workingDir).append(']');
        }
        if (pyInterpreterPath != null && !pyInterpreterPath.isEmpty()) {
            lines.append("\n[Python interpreter: ").append(pyInterpreterPath).append(']');
        }
        if (exitCode != -1) {
            lines.append("\n[Command finished with exit code ").append(exitCode).append(']');
        }
        return lines.toString();
    }
}
