package agentserver.tool;

import java.nio.file.Path;
import java.util.Map;

/// Where a conversation's tools work.
///
/// @param workingDir      the workspace, absolute; it exists
/// @param conversationDir the conversation's own directory, absolute; `observations/` in it takes
///                        outputs too long for an event
/// @param shownDir        the same directory as clients know it (it may be relative)
/// @param environment     what child processes get; the server's own secrets are not in it
/// @param secrets         the conversation's secrets
/// @param modelSees       whether the model can look at images
public record ToolContext(
        Path workingDir,
        Path conversationDir,
        String shownDir,
        Map<String, String> environment,
        ToolSecrets secrets,
        boolean modelSees) {

    public ToolContext {
        environment = Map.copyOf(environment);
    }

    /// Where a full output is kept when an event holds only a part of it.
    public Path observationsDir() {
        return conversationDir.resolve("observations");
    }
}
