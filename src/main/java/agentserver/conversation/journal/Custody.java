package agentserver.conversation.journal;

import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;

/// What a store goes on to do for a conversation that is open: sees to it that only one writes, keeps
/// snapshots, lists it.
public interface Custody extends AutoCloseable {

    /// Whether this process may still write. Called before each record: cheap.
    ///
    /// @throws agentserver.base.store.LeaseLost when another has taken over
    void check();

    /// Something that listings show has changed.
    ///
    /// @param sizeBytes how long the log is
    void changed(ConversationState state, ConversationMeta meta, long sizeBytes);

    /// Keeps a snapshot; all that is in it is durable. A failure is logged: the log has everything.
    void save(Snapshot snapshot);

    /// How long the log was at the last snapshot; 0 when there is none, or when one is due all the same.
    long savedBytes();

    /// Gives the conversation back.
    @Override
    void close();
}
