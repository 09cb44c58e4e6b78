package agentserver.tool;

import java.util.Objects;

/// Ends the run with a last word to the user.
///
/// ```json
/// {"kind": "FinishAction", "message": "All done."}
/// ```
///
/// Source: contract 10 §5.
public record FinishAction(String message) implements Action {

    public FinishAction {
        Objects.requireNonNull(message, "message");
    }
}
