package agentserver.base.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import agentserver.base.json.Json;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretJsonTest {

    public record Settings(String name, Secret apiKey, Map<String, Secret> others) {}

    private final Json json = new Json(List.of());
    private final Fernet fernet = new Fernet("key");
    private final Settings settings = new Settings(
            "n", Secret.of("sk-1").orElseThrow(), Map.of("a", Secret.of("sk-2").orElseThrow()));

    @Test
    void starsAreWrittenUnlessToldOtherwise() throws IOException {
        var text = json.strict().writeValueAsString(settings);

        assertEquals("{\"name\":\"n\",\"api_key\":\"**********\","
                + "\"others\":{\"a\":\"**********\"}}", text);
    }

    @Test
    void everyModeWritesItsOwnForm() throws IOException {
        var writer = json.strict().writer();

        assertEquals("{\"name\":\"n\",\"api_key\":null,\"others\":{\"a\":null}}",
                SecretJson.writing(writer, SecretMode.ABSENT).writeValueAsString(settings));
        assertEquals("{\"name\":\"n\",\"api_key\":\"sk-1\",\"others\":{\"a\":\"sk-2\"}}",
                SecretJson.writing(writer, SecretMode.CLEAR).writeValueAsString(settings));
    }

    @Test
    void encryptedSecretsAreReadBack() throws IOException {
        var text = SecretJson.encrypting(json.strict().writer(), fernet)
                .writeValueAsString(settings);

        var read = SecretJson.decrypting(json.strict().readerFor(Settings.class), fernet)
                .readValue(text, Settings.class);

        assertFalse(text.contains("sk-"));
        assertEquals(settings, read);
    }

    @Test
    void tokenIsNotEncryptedTwice() throws IOException {
        var token = fernet.encrypt("sk-1");
        var holder = new Settings("n", Secret.of(token).orElseThrow(), Map.of());

        var text = SecretJson.encrypting(json.strict().writer(), fernet).writeValueAsString(holder);

        assertEquals(token, json.strict().readTree(text).get("api_key").textValue());
    }

    @Test
    void tokenOfAnotherKeyIsNoSecretWithACipherAndKeptWithout() throws IOException {
        var token = new Fernet("other").encrypt("sk-1");
        var text = "{\"api_key\":\"" + token + "\"}";
        var reader = json.strict().readerFor(Settings.class);

        Settings withCipher = SecretJson.decrypting(reader, fernet).readValue(text);
        Settings without = reader.readValue(text);

        assertNull(withCipher.apiKey());
        assertEquals(token, without.apiKey().reveal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"  \"", "\"**********\""})
    void nothingBlankAndStarsAreNoSecret(String value) throws IOException {
        var read = json.strict().readValue("{\"api_key\":" + value + "}", Settings.class);

        assertNull(read.apiKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"424242", "true", "{\"a\":\"hidden-value\"}", "[\"hidden-value\"]"})
    void wrongTypeIsRefusedWithoutRepeatingIt(String value) {
        var thrown = assertThrows(JsonMappingException.class,
                () -> json.strict().readValue("{\"api_key\":" + value + "}", Settings.class));

        assertFalse(thrown.getMessage().contains("424242"));
        assertFalse(thrown.getMessage().contains("hidden-value"));
        assertEquals("api_key", thrown.getPath().getFirst().getFieldName());
    }

    @Test
    void encryptedModeWithoutACipherIsAMistake() {
        var writer = json.strict().writer();

        assertThrows(IllegalArgumentException.class,
                () -> SecretJson.writing(writer, SecretMode.ENCRYPTED));
        assertNotEquals("sk-1", settings.apiKey().toString());
    }
}
