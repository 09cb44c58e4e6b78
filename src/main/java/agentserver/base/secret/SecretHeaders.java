package agentserver.base.secret;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.Map;

/// Writes headers of which some hold keys: those whose names tell so are secrets, in the mode of the
/// writer, and left out where it shows none; the others are shown. Put on a record component with
/// `@JsonSerialize`. Source: contract 02 §9.4.
public final class SecretHeaders extends JsonSerializer<Map<String, Secret>> {

    @Override
    public void serialize(
            Map<String, Secret> headers, JsonGenerator out, SerializerProvider context)
            throws IOException {
        out.writeStartObject();
        for (var header : headers.entrySet()) {
            var name = header.getKey();
            if (header.getValue() == null) {
                continue; // it was masked when it was read
            }
            if (!SecretNames.suggests(name)) {
                out.writeStringField(name, header.getValue().reveal());
            } else if (context.getAttribute(SecretJson.MODE) != SecretMode.ABSENT) {
                context.defaultSerializeField(name, header.getValue(), out);
            }
        }
        out.writeEndObject();
    }
}
