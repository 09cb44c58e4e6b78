package agentserver.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One thing that one agent can do, for the life of one loaded conversation.
///
/// @param <A> the record of its arguments
public interface Tool<A extends Action> extends AutoCloseable {

    /// The name by which the model calls it, `file_editor`.
    String name();

    /// How it is shown to clients.
    ToolDefinition definition();

    /// The JSON schema of the action's own fields, for the model: an object with `type`, `properties`
    /// and `required`. What every tool has besides (`security_risk`, `summary`) is added elsewhere.
    ObjectNode parameters();

    Class<A> actionType();

    /// The `kind` of its actions.
    default String actionKind() {
        return actionType().getSimpleName();
    }

    /// Does it. May block for as long as the work takes; runs on a virtual thread of its own.
    ///
    /// A failure that the model can understand is an observation with `is_error`.
    ///
    /// @throws ToolException when the arguments, though well-formed, can't be used
    /// @throws InterruptedException when the run was interrupted; what was started is stopped or kept
    ///         as the tool documents
    Observation run(A action) throws InterruptedException;

    /// Asks what runs now to stop soon (a terminal sends Ctrl-C). Any thread may call it.
    default void interrupt() {}

    /// Releases what the tool holds. Any thread may call it; a second call does nothing.
    @Override
    default void close() {}
}
