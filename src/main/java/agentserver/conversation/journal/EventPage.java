package agentserver.conversation.journal;

import agentserver.base.json.Encoded;
import agentserver.event.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A page of events, as they stand in the log: nobody decodes them to show them.
///
/// ```json
/// {"items": [{…}], "next_page_id": null}
/// ```
///
/// `next_page_id` is the id of the event that the next page starts with. Limit: [#MAX_ITEMS] items.
/// Source: contract 03 §3.1.
public record EventPage(
        @Encoded(Event.class) List<byte[]> items, Optional<String> nextPageId) {

    public static final int MAX_ITEMS = 100;

    public EventPage {
        items = List.copyOf(items);
    }

    public byte[] json() {
        var out = new ByteArrayOutputStream(size());
        out.writeBytes(utf8("{\"items\":["));
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(items.get(i));
        }
        var next = nextPageId.map(id -> '"' + id + '"').orElse("null"); // ids are hex and dashes
        out.writeBytes(utf8("],\"next_page_id\":" + next + "}"));
        return out.toByteArray();
    }

    private int size() {
        return 100 + items.stream().mapToInt(item -> item.length + 1).sum();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
