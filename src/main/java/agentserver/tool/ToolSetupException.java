package agentserver.tool;

/// An agent whose tools can't be made: a name that nobody registered, or one that occurs twice. It ends
/// the run, and its code is the one that clients see. Source: contract 08 §1.1, §1.3.
public final class ToolSetupException extends RuntimeException {

    private final String code;

    private ToolSetupException(String code, String message) {
        super(message);
        this.code = code;
    }

    static ToolSetupException unknown(String name) {
        return new ToolSetupException(
                "KeyError", "ToolDefinition '" + name + "' is not registered");
    }

    static ToolSetupException duplicate(String name) {
        return new ToolSetupException("ValueError", "Duplicate tool names found: '" + name + "'");
    }

    /// The `code` of the error event, `KeyError` or `ValueError`.
    public String code() {
        return code;
    }
}
