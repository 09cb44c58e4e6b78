package agentserver.tool;

import java.nio.file.Path;
import java.util.Map;

/// Contexts for tests: a working directory, and a conversation directory in it.
public final class ToolContexts {

    private ToolContexts() {}

    public static ToolContext in(Path workingDir) {
        return new ToolContext(
                workingDir, workingDir.resolve("conversation"), "conversation", Map.of(),
                ToolSecrets.NONE, false);
    }

    public static ToolContext seeing(Path workingDir) {
        return new ToolContext(
                workingDir, workingDir.resolve("conversation"), "conversation", Map.of(),
                ToolSecrets.NONE, true);
    }
}
