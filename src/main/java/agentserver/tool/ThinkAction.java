package agentserver.tool;

import java.util.Objects;

/// A thought that is written down and does nothing.
///
/// ```json
/// {"kind": "ThinkAction", "thought": "The failure needs both flags."}
/// ```
///
/// Source: contract 10 §5.
public record ThinkAction(String thought) implements Action {

    public ThinkAction {
        Objects.requireNonNull(thought, "thought");
    }
}
