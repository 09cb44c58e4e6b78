package agentserver.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LlmConfigTest {

    private static final ObjectMapper MAPPER = LlmConfigs.mapper();

    @Test
    void missingMembersGetTheRecordedDefaultsInTheRecordedOrder() throws IOException {
        var golden = new ObjectMapper().readTree(
                getClass().getResourceAsStream("/wire/llm_config.json"));
        var config = LlmConfigs.read("{'model': 'openai/scripted', 'usage_id': 'agent',"
                + " 'base_url': 'http://127.0.0.1:18900/v1', 'num_retries': 0}");
        assertEquals(golden.toString(), MAPPER.writeValueAsString(config));
    }

    @Test
    void writtenConfigurationReadsBackEqual() throws IOException {
        var config = LlmConfigs.read("{'model': 'm', 'temperature': 0.5, 'timeout': null,"
                + " 'extra_headers': {'a': 'b'}, 'capability_overrides': {'supports_vision': true},"
                + " 'litellm_extra_body': {'x': [1]}, 'stream': true, 'reasoning_effort': null}");
        assertEquals(config, MAPPER.readValue(
                MAPPER.writeValueAsString(config), LlmConfig.class));
    }

    @Test
    void explicitNullIsNotAMissingMember() {
        var config = LlmConfigs.read("{'model': 'm', 'timeout': null, 'reasoning_effort': null,"
                + " 'prompt_cache_retention': null, 'extended_thinking_budget': null}");
        assertTrue(config.timeout().isEmpty());
        assertNull(config.reasoning().reasoningEffort());
        assertNull(config.reasoning().promptCacheRetention());
        assertNull(config.reasoning().extendedThinkingBudget());
    }

    @Test
    void unknownMembersAndTheComputedOneAreIgnored() {
        var config = LlmConfigs.read("{'model': 'm', 'is_subscription': true, 'safety': 1,"
                + " 'fallback_strategy': {'fallback_llms': []}}");
        assertFalse(config.subscription());
    }

    @Test
    void subscriptionIsComputedAndNamesItsVendor() throws IOException {
        var config = LlmConfigs.read("{'model': 'gpt-5.5', 'auth_type': 'subscription'}");
        assertEquals("openai", config.access().subscriptionVendor());
        assertTrue(MAPPER.valueToTree(config).path("is_subscription").asBoolean());
    }

    @Test
    void openAiAddressThatSaysNothingIsDropped() {
        assertTrue(LlmConfigs.read("{'model': 'openai/x', 'base_url': 'https://api.openai.com/'}")
                .baseUrl().isEmpty());
        assertTrue(LlmConfigs.read("{'model': 'openai/x',"
                + " 'base_url': 'https://api.openai.com/v1'}").baseUrl().isPresent());
    }

    @Test
    void azureGetsAnApiVersion() {
        assertEquals("2024-12-01-preview",
                LlmConfigs.read("{'model': 'azure/x'}").access().apiVersion());
    }

    @Test
    void secretsAreWrittenAsStars() throws IOException {
        var text = MAPPER.writeValueAsString(
                LlmConfigs.read("{'model': 'm', 'api_key': 'sk-very-secret'}"));
        assertTrue(text.contains("\"api_key\":\"**********\""));
        assertFalse(text.contains("sk-very-secret"));
        assertFalse(LlmConfigs.read("{'model': 'm', 'api_key': 'sk-very-secret'}").toString()
                .contains("sk-very-secret"));
    }

    @Test
    void starsAreNoSecret() {
        assertTrue(LlmConfigs.read("{'model': 'm', 'api_key': '**********'}").apiKey().isEmpty());
    }

    @Test
    void modelMustBeNamed() {
        for (var json : List.of("{}", "{'model': ''}", "{'model': null}")) {
            assertEquals("Value error, model must be specified in LLM",
                    invalid(json).violations().getFirst().msg());
        }
    }

    @Test
    void numbersOutOfRangeAreNamedAllAtOnce() {
        var violations = invalid("{'model': 'm', 'num_retries': -1, 'timeout': -5}").violations();
        assertEquals(List.of(List.of("num_retries"), List.of("timeout")),
                violations.stream().map(violation -> violation.loc()).toList());
        assertEquals("Input should be less than or equal to 1",
                invalid("{'model': 'm', 'top_p': 1.5}").violations().getFirst().msg());
        assertEquals("max_message_chars", invalid("{'model': 'm', 'max_message_chars': 0}")
                .violations().getFirst().loc().getFirst());
    }

    @Test
    void wordsOutsideTheListAreRefused() {
        var violation = invalid("{'model': 'm', 'api_mode': 'x'}").violations().getFirst();
        assertEquals("literal_error", violation.type());
        assertEquals("Input should be 'auto', 'chat' or 'responses'", violation.msg());
    }

    @Test
    void wrongTypeTellsTheWayToTheMember() {
        var failure = assertThrows(JsonMappingException.class, () -> MAPPER.readValue(
                "{\"model\": \"m\", \"num_retries\": \"many\"}", LlmConfig.class));
        assertEquals("num_retries", failure.getPath().getLast().getFieldName());
        assertThrows(JsonMappingException.class, () -> MAPPER.readValue(
                "{\"model\": \"m\", \"num_retries\": null}", LlmConfig.class));
    }

    @Test
    void changedCopiesKeepTheRest() {
        var config = LlmConfigs.read("{'model': 'm', 'api_key': 'k', 'seed': 3, 'stream': true}");
        var changed = config.withModel("n").withUsageId("title").withStream(false);
        assertEquals("n", changed.model());
        assertEquals("title", changed.usageId());
        assertFalse(changed.stream());
        assertEquals(config, changed.withModel("m").withUsageId("default").withStream(true));
    }

    private static Fault.Invalid invalid(String json) {
        var failure = assertThrows(RuntimeException.class, () -> LlmConfigs.read(json));
        return assertThrows(Fault.Invalid.class, () -> {
            throw failure.getCause().getCause();
        });
    }
}
