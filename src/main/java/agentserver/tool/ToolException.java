package agentserver.tool;

/// A tool call that can't be carried out because of what was asked. The agent reads the message.
public final class ToolException extends RuntimeException {

    public ToolException(String message) {
        super(message);
    }
}
