package agentserver.conversation.journal;

import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.StateCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.locks.ReentrantLock;

/// The last state that was shown, ready to be written: when many begin to watch at once, one makes it for
/// all. Any thread may call it; `lock` guards the fields.
final class ShownState {

    private final StateCodec codec;
    private final ReentrantLock lock = new ReentrantLock();
    private ConversationState state; // null until one was shown
    private JsonNode shown;

    ShownState(StateCodec codec) {
        this.codec = codec;
    }

    /// The value of a `full_state` frame; not to be changed.
    JsonNode of(ConversationState wanted) {
        lock.lock();
        try {
            if (state != wanted) {
                shown = codec.shownState(wanted);
                state = wanted;
            }
            return shown;
        } finally {
            lock.unlock();
        }
    }
}
