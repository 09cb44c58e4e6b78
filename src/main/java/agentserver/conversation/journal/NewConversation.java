package agentserver.conversation.journal;

import agentserver.base.fault.Fault;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.StateChange;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.LogRecord;
import java.util.Optional;

/// A conversation that is to be made.
///
/// @param answered the answer to the request for it, if that had a key
public record NewConversation(
        ConversationState state, ConversationMeta meta, Optional<Answered> answered) {

    /// The first record of its log.
    ///
    /// @throws Fault.Failed when it has secrets, and there is no key for them
    public LogRecord record(StateCodec codec) {
        var change = LogRecord.change(codec.change(new StateChange.Created(state, meta)));
        return answered.map(Answered::json)
                .map(answer -> change.with(Answers.MEMBER, answer)).orElse(change);
    }
}
