package agentserver.conversation;

import agentserver.base.json.Copies;
import agentserver.base.json.Rules;
import agentserver.conversation.state.Tags;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;

/// What a client changes in a conversation's description; what is null stays as it is.
///
/// ```json
/// {"title": "Fix the build", "tags": {"team": "core"}}
/// ```
///
/// The title has 1 to [#MAX_TITLE_CHARS] characters, space around it not counted; the tags take the
/// place of all that there were. Source: `PATCH /api/conversations/{id}`, contract 02 §5.8.
@JsonIgnoreProperties(ignoreUnknown = true)
record UpdateConversation(String title, Map<String, String> tags) {

    static final int MAX_TITLE_CHARS = 200;

    UpdateConversation {
        Tags.check(
                new Rules().length("title", title, 1, MAX_TITLE_CHARS)
                        .holds("title", title == null || title.isEmpty() || !title.isBlank(),
                                "must not be blank"),
                tags).check();
        title = title == null ? null : title.strip();
        tags = tags == null ? null : Copies.of(tags);
    }
}
