package agentserver.llm;

import agentserver.base.json.Json;
import agentserver.base.secret.Secret;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Reads and writes configurations in tests, with secrets read in clear and written as stars.
public final class LlmConfigs {

    private LlmConfigs() {}

    /// A configuration with these members, in JSON with single quotes.
    public static LlmConfig read(String json) {
        try {
            return mapper().readValue(json.replace('\'', '"'), LlmConfig.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One for `model` of a scripted server, with a single attempt and short patience.
    public static LlmConfig at(ScriptedLlm llm, String model) {
        return read("{'model': 'openai/" + model + "', 'api_key': 'sk-golden', 'base_url': '"
                + llm.baseUrl() + "', 'usage_id': 'agent', 'num_retries': 0, 'timeout': 20}");
    }

    public static ObjectMapper mapper() {
        var secrets = new SimpleModule();
        secrets.addSerializer(Secret.class, new JsonSerializer<Secret>() {
            @Override
            public void serialize(Secret value, JsonGenerator json, SerializerProvider provider)
                    throws IOException {
                json.writeString(Secret.STARS);
            }
        });
        secrets.addDeserializer(Secret.class, new JsonDeserializer<Secret>() {
            @Override
            public Secret deserialize(JsonParser json, DeserializationContext context)
                    throws IOException {
                return Secret.of(json.getValueAsString()).orElse(null);
            }
        });
        return new Json(List.of()).strict().copy().registerModule(secrets);
    }
}
