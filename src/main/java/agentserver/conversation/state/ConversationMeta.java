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

    public ConversationMeta titled(String newTitle) {
        return new ConversationMeta(
                start, newTitle, createdAt, updatedAt, forkedFromConversationId,
                forkedFromEventId);
    }

    public ConversationMeta updated(Instant now) {
        return new ConversationMeta(
                start, title, createdAt, now, forkedFromConversationId, forkedFromEventId);
    }
}
