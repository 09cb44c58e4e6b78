package agentserver.conversation;

import agentserver.base.json.Copies;
import agentserver.base.json.Rules;
import agentserver.base.json.WhenAbsent;
import agentserver.conversation.state.Tags;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// How a conversation is to be copied. All but `resetMetrics` may be null: a fresh id, no title, no
/// tags, all events.
///
/// ```json
/// {"id": null, "title": "Another way", "tags": {}, "reset_metrics": true, "from_event_id": null}
/// ```
///
/// Source: `POST /api/conversations/{id}/fork`, contract 02 §8.1.
@JsonIgnoreProperties(ignoreUnknown = true)
record ForkConversation(
        UUID id,
        String title,
        Map<String, String> tags,
        @WhenAbsent("true") boolean resetMetrics,
        String fromEventId) {

    /// All defaults.
    static final ForkConversation PLAIN = new ForkConversation(null, null, null, true, null);

    ForkConversation {
        Tags.check(
                new Rules().length("title", title, 0, UpdateConversation.MAX_TITLE_CHARS), tags)
                .check();
        tags = tags == null ? null : Copies.of(tags);
    }

    /// The tags that the copy has: those asked for and the title, if one was given.
    Map<String, String> shownTags() {
        var shown = new LinkedHashMap<String, String>(tags == null ? Map.of() : tags);
        if (title != null) {
            shown.put("title", title);
        }
        return shown;
    }
}
