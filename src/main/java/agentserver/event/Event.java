package agentserver.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import java.util.UUID;

/// One thing that happened in a conversation. Immutable.
///
/// ```json
/// {"kind": "PauseEvent", "id": "2ede5c1d-…", "timestamp": "2026-01-31T12:34:56.123456",
///  "source": "user", "parent_id": "05ab4e5d-…"}
/// ```
///
/// Every event begins with these members. `kind` is the record's simple name, which clients know:
/// renaming a record changes the wire. `timestamp` is the server's local time without a zone, so
/// that text order is time order. `parent_id` names the event before this one on its branch; it is
/// null for a root and [#ROOT] for a root made on purpose. An event that is not in a log yet has
/// neither a timestamp nor a parent: [#stamped] gives it both. Extra members are an error, but an
/// event of an unknown kind is kept whole as [UnknownEvent]. Source: contract 07 §3 and §4.
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind", visible = true)
@JsonTypeIdResolver(EventKind.Resolver.class)
@JsonIgnoreProperties("kind") // read by the resolver; the records don't have it
public sealed interface Event permits
        LlmConvertible,
        Condensation,
        CondensationRequest,
        ConversationErrorEvent,
        ConversationStateUpdateEvent,
        PauseEvent,
        InterruptEvent,
        HookExecutionEvent,
        TokenEvent,
        LLMCompletionLogEvent,
        StreamingDeltaEvent,
        ACPToolCallEvent,
        ServerErrorEvent,
        UnknownEvent {

    /// The parent of a root that was made on purpose; no event may be called so.
    String ROOT = "__root__";

    String id();

    /// Null until stamped.
    String timestamp();

    EventSource source();

    /// Null for a root, and until stamped.
    String parentId();

    /// The same event at its place in a log.
    ///
    /// @param parentId may be null
    Event stamped(String timestamp, String parentId);

    /// A new id.
    static String freshId() {
        return UUID.randomUUID().toString();
    }

    /// The id, if there is one and it is not the reserved [#ROOT].
    ///
    /// @throws IllegalArgumentException otherwise
    static String checkedId(String id) {
        if (id == null || id.isEmpty() || id.equals(ROOT)) {
            throw new IllegalArgumentException("an event needs an id other than " + ROOT);
        }
        return id;
    }
}
