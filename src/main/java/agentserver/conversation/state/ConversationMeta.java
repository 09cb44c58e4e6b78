package agentserver.conversation.state;

import agentserver.base.json.Copies;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/// What is known of a conversation besides its state: how it was asked for, and its life.
///
/// `title`, `forkedFromConversationId`, `forkedFromEventId` and `launchedAgentProfile` may be null. The
/// agent of `start` is the one asked for; the one in use stands in the state. The last two are facts
/// that the Python server notes in its `meta.json`: of which saved profile the agent was made, and the
/// secrets whose source has to be bound anew before the agent may work. Source: contract 02 §10.1, §11.
public record ConversationMeta(
        StartConversation start,
        String title,
        Instant createdAt,
        Instant updatedAt,
        UUID forkedFromConversationId,
        String forkedFromEventId,
        JsonNode launchedAgentProfile,
        List<String> requiredRuntimeCredentialBindings) {

    public ConversationMeta {
        launchedAgentProfile = launchedAgentProfile == null || launchedAgentProfile.isNull()
                ? null
                : launchedAgentProfile;
        requiredRuntimeCredentialBindings = Copies.of(requiredRuntimeCredentialBindings);
    }

    public static ConversationMeta initial(StartConversation start, Instant now) {
        return new ConversationMeta(start, null, now, now, null, null, null, List.of());
    }

    /// What is known of a fork of the conversation that this is about.
    ///
    /// @param newTitle null for none yet
    /// @param event    null when the whole conversation is copied
    public ConversationMeta forked(String newTitle, UUID source, String event, Instant now) {
        return new ConversationMeta(
                start, newTitle, now, now, source, event, launchedAgentProfile,
                requiredRuntimeCredentialBindings);
    }

    public ConversationMeta titled(String newTitle) {
        return new ConversationMeta(
                start, newTitle, createdAt, updatedAt, forkedFromConversationId,
                forkedFromEventId, launchedAgentProfile, requiredRuntimeCredentialBindings);
    }

    /// Changed at `now`, unless it was changed later already.
    public ConversationMeta updated(Instant now) {
        return now.isBefore(updatedAt) ? this : new ConversationMeta(
                start, title, createdAt, now, forkedFromConversationId, forkedFromEventId,
                launchedAgentProfile, requiredRuntimeCredentialBindings);
    }

    /// The secrets of these names are kept elsewhere from now on, and no copy of them here.
    public ConversationMeta requiring(Collection<String> names) {
        var all = new TreeSet<>(requiredRuntimeCredentialBindings);
        all.addAll(names);
        return new ConversationMeta(
                start.withoutSecrets(names), title, createdAt, updatedAt, forkedFromConversationId,
                forkedFromEventId, launchedAgentProfile, List.copyOf(all));
    }
}
