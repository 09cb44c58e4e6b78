package agentserver.tool.terminal;

import agentserver.llm.Content;
import agentserver.llm.TextContent;
import agentserver.tool.ErrorHeader;
import agentserver.tool.Observation;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.stream.Collectors;

/// What a call of the `terminal` tool gave.
///
/// ```json
/// {"content": [{"cache_prompt": false, "type": "text", "text": "hello"}], "is_error": false,
///  "command": "echo hello", "exit_code": 0, "timeout": false, "metadata": {…},
///  "full_output_save_dir": "workspace/conversations/…/observations", "kind": "TerminalObservation"}
/// ```
///
/// @param command           as it was asked for; may be null
/// @param exitCode          -1 while the command runs; null when none was run
/// @param timeout           whether the call returned before the command had ended
/// @param fullOutputSaveDir where outputs too long to show are, as clients know it; may be null
///
/// Source: contract 10 §2.2.
public record TerminalObservation(
        List<Content> content,
        boolean isError,
        String command,
        Integer exitCode,
        boolean timeout,
        TerminalMetadata metadata,
        String fullOutputSaveDir)
        implements Observation {

    /// How much the model reads of one observation, in characters.
    static final int LIMIT = 30_000;

    public TerminalObservation {
        content = content == null ? List.of() : List.copyOf(content);
        metadata = metadata == null ? TerminalMetadata.NONE : metadata;
    }

    /// An answer of the tool itself: nothing was run.
    static TerminalObservation refusal(String command, String text) {
        return new TerminalObservation(
                List.of(TextContent.of(text)), true, command, null, false, null, null);
    }

    /// The output between its notes, then the directory, the Python interpreter and the exit code.
    @Override
    @JsonIgnore
    public List<Content> forModel() {
        var text = content.stream()
                .filter(TextContent.class::isInstance)
                .map(part -> ((TextContent) part).text())
                .collect(Collectors.joining());
        var rendered = metadata.prefix() + text + metadata.suffix() + metadata.footer();
        return ErrorHeader.before(this, List.of(TextContent.of(Clip.middle(rendered, LIMIT))));
    }
}
