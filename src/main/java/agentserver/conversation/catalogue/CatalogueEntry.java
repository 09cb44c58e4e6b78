package agentserver.conversation.catalogue;

import agentserver.base.json.Copies;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// What listing needs to know of a conversation; some hundred bytes.
///
/// `title`, `parent` and `key` may be null.
///
/// @param key  the hash of the `Idempotency-Key` with which it was asked for
/// @param mark tells one version of its files from another: the length of its log
public record CatalogueEntry(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        ExecutionStatus status,
        String title,
        UUID parent,
        Map<String, String> tags,
        String key,
        long mark) {

    public CatalogueEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(createdAt, "created_at");
        Objects.requireNonNull(updatedAt, "updated_at");
        Objects.requireNonNull(status, "status");
        tags = Copies.of(tags);
    }

    public static CatalogueEntry of(ConversationState state, ConversationMeta meta, String key,
            long mark) {
        return new CatalogueEntry(
                state.id(), meta.createdAt(), meta.updatedAt(), state.executionStatus(),
                meta.title(), meta.start().parentConversationId(), state.tags(), key, mark);
    }

    /// Whether only the time and the mark differ.
    boolean saysTheSame(CatalogueEntry other) {
        return status == other.status && Objects.equals(title, other.title)
                && Objects.equals(key, other.key) && Objects.equals(parent, other.parent)
                && tags.equals(other.tags) && createdAt.equals(other.createdAt);
    }
}
