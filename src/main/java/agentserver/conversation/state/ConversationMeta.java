package agentserver.conversation.state;

import java.time.Instant;
import java.util.UUID;

/// What is known of a conversation besides its state: how it was asked for, and its life.
///
/// `title`, `forkedFromConversationId` and `forkedFromEventId` may be null. The agent of `start` is
/// the one asked for; the one in use stands in the state.
public record ConversationMeta(
        StartConversation start,
        String title,
        Instant createdAt,
        Instant updatedAt,
        UUID forkedFromConversationId,
        String forkedFromEventId) {

    public static ConversationMeta initial(StartConversation start, Instant now) {
        return new ConversationMeta(start, null, now, now, null, null);
    }

    /// What is known of a fork.
    ///
    /// @param title null for none yet
    /// @param event null when the whole conversation is copied
    public static ConversationMeta fork(
            StartConversation start, String title, UUID source, String event, Instant now) {
        return new ConversationMeta(start, title, now, now, source, event);
    }

    public ConversationMeta titled(String newTitle) {
        return new ConversationMeta(
                start, newTitle, createdAt, updatedAt, forkedFromConversationId,
                forkedFromEventId);
    }

    /// Changed at `now`, unless it was changed later already.
    public ConversationMeta updated(Instant now) {
        return now.isBefore(updatedAt) ? this : new ConversationMeta(
                start, title, createdAt, now, forkedFromConversationId, forkedFromEventId);
    }
}
