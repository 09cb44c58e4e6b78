package agentserver.conversation;

import agentserver.conversation.state.ConversationInfo;
import java.util.List;

/// A page of conversations. `nextPageId` may be null.
///
/// ```json
/// {"items": [{…}], "next_page_id": "9153698661ea4b8590c36da221ba0b75"}
/// ```
///
/// Source: `GET /api/conversations/search`, contract 02 §2.1.
public record ConversationPage(List<ConversationInfo> items, String nextPageId) {

    public static final int MAX_ITEMS = 100;

    public ConversationPage {
        items = List.copyOf(items);
    }
}
