package agentserver.base.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Puts values together that are JSON already: nobody decodes them to list them.
public final class RawJson {

    private static final byte[] NULL = utf8("null");

    private RawJson() {}

    /// `[…]`, with `null` for what is empty.
    public static byte[] array(List<Optional<byte[]>> items) {
        var out = new ByteArrayOutputStream();
        out.write('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(items.get(i).orElse(NULL));
        }
        out.write(']');
        return out.toByteArray();
    }

    /// `{"items": […], "next_page_id": …}`.
    ///
    /// @param next hexadecimal digits
    public static byte[] page(List<byte[]> items, Optional<String> next) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(utf8("{\"items\":"));
        out.writeBytes(array(items.stream().map(Optional::of).toList()));
        out.writeBytes(utf8(",\"next_page_id\":" + next.map(id -> '"' + id + '"').orElse("null")));
        out.write('}');
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
