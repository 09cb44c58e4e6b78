package agentserver.conversation.journal;

import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import java.util.List;

/// What a log adds up to at one place in it.
///
/// @param position  the last record that is in it
/// @param events    how many events the log had
/// @param sizeBytes how long the log was
/// @param keys      the hashes of the keys with which the conversation was asked for
/// @param answers   those that are remembered; none in one that was read
public record Snapshot(
        long position, long events, long sizeBytes, List<String> keys, List<Answered> answers,
        ConversationState state, ConversationMeta meta) {}
