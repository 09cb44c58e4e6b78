package agentserver.agent;

import agentserver.base.json.Json;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;

/// Texts that models and clients know in the form that Python gives them.
final class PythonText {

    private static final ObjectWriter WRITER = Json.lenient().writer(new Spaced());

    private PythonText() {}

    /// `{"a": 1, "b": [1, 2]}`: a blank after each comma and colon.
    static String json(JsonNode tree) {
        try {
            return WRITER.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
    }

    /// `['a', 'b']`.
    static String list(Collection<String> texts) {
        return texts.stream().map(PythonText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        if (text.contains("'") && !text.contains("\"")) {
            return '"' + text.replace("\\", "\\\\") + '"';
        }
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static final class Spaced extends MinimalPrettyPrinter {

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }
    }
}
