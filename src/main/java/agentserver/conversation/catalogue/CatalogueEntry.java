package agentserver.conversation.catalogue;

import agentserver.base.json.Copies;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// What listing needs to know of a conversation; some hundred bytes.
///
/// `title` and `parent` may be null.
///
/// @param keys the hashes of each `Idempotency-Key` with which it was asked for
/// @param mark tells one version of its files from another: the length of its log
public record CatalogueEntry(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        ExecutionStatus status,
        String title,
        UUID parent,
        Map<String, String> tags,
        List<String> keys,
        long mark) {

    public CatalogueEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(createdAt, "created_at");
        Objects.requireNonNull(updatedAt, "updated_at");
        Objects.requireNonNull(status, "status");
        tags = Copies.of(tags);
        keys = Copies.of(keys);
    }

    public static CatalogueEntry of(ConversationState state, ConversationMeta meta,
            List<String> keys, long mark) {
        return new CatalogueEntry(
                state.id(), meta.createdAt(), meta.updatedAt(), state.executionStatus(),
                meta.title(), meta.start().parentConversationId(), state.tags(), keys, mark);
    }

    /// Whether only the time and the mark differ.
    boolean saysTheSame(CatalogueEntry other) {
        return status == other.status && Objects.equals(title, other.title)
                && keys.equals(other.keys) && Objects.equals(parent, other.parent)
                && tags.equals(other.tags) && createdAt.equals(other.createdAt);
    }
}
