package agentserver.agent;

import agentserver.event.ActionEvent;
import agentserver.event.Event;
import agentserver.llm.LlmReply;
import agentserver.llm.Message;
import java.util.List;
import java.util.Optional;

/// A conversation as its agent sees it: what was said, and a way to say more. Used by one thread, the
/// run's.
public interface Transcript {

    /// What the model is told: the active branch, as messages.
    List<Message> messages();

    /// The actions of the active branch that nobody answered yet, oldest first.
    List<ActionEvent> openActions();

    /// Adds an event to the conversation; it is written, though perhaps not on the disk yet.
    void emit(Event event);

    /// Shows a piece of the answer in progress to whoever watches; it is not stored.
    void emitDelta(Optional<String> content, Optional<String> reasoning);

    /// Counts what a model call used.
    void count(String usageId, LlmReply reply);

    /// Waits until all that was emitted is on the disk. Nothing is done in the world before that.
    void awaitDurable();

    /// Whether the conversation's policy, given its analyzer's verdict, lets this action wait.
    boolean needsConfirmation(ActionEvent action);
}
