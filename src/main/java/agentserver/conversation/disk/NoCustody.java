package agentserver.conversation.disk;

import agentserver.base.fault.Fault;
import agentserver.conversation.journal.Custody;
import agentserver.conversation.journal.Snapshot;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;

/// The care for a conversation that is only read: there is none to be taken.
final class NoCustody implements Custody {

    @Override
    public void check() {
        throw new Fault.NotFound("the conversation is another server's");
    }

    @Override
    public void changed(ConversationState state, ConversationMeta meta, long sizeBytes) {
        // its owner sees to that
    }

    @Override
    public void save(Snapshot snapshot) {
        // its owner sees to that
    }

    @Override
    public long savedBytes() {
        return 0;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
