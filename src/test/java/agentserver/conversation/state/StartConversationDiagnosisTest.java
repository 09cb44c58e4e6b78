package agentserver.conversation.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import agentserver.base.fault.Fault;
import agentserver.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client hears of mistakes deep inside its request.
class StartConversationDiagnosisTest {

    private static final Json JSON = new Json(List.of());

    private static List<String> violations(String agent) {
        var body = "{\"workspace\": {\"working_dir\": \"/w\"}, \"agent\": " + agent + "}";
        return assertThrows(Fault.Invalid.class, () -> JSON.read(
                body.getBytes(StandardCharsets.UTF_8), StartConversation.class))
                .violations().stream().map(v -> v.type() + " " + v.loc()).sorted().toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"temperature\": \"hot\"   | float_parsing [body, agent, llm, temperature]",
        "\"temperature\": []        | float_type [body, agent, llm, temperature]",
        "\"temperature\": -1        | greater_than_equal [body, agent, llm, temperature]",
        "\"num_retries\": 1.5       | int_from_float [body, agent, llm, num_retries]",
        "\"caching_prompt\": \"so\" | bool_parsing [body, agent, llm, caching_prompt]",
        "\"extra_headers\": {\"a\": []} | string_type [body, agent, llm, extra_headers, a]",
        "\"api_mode\": \"odd\"      | literal_error [body, agent, llm, api_mode]",
        "\"seed\": \"x\"            | int_parsing [body, agent, llm, seed]",
    })
    void aMistakeInTheModelIsNamedWhereItStands(String member, String violation) {
        assertEquals(List.of(violation), violations("{\"llm\": {\"model\": \"m\", " + member + "}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "confirmation_policy | model_attributes_type", "max_iterations | int_type",
        "stuck_detection | bool_type", "secrets | dict_type", "tool_module_qualnames | dict_type",
        "client_tools | list_type", "agent_definitions | list_type", "autotitle | bool_type",
        "observability_metadata | dict_type", "observability_tags | list_type",
        "observability_span_name | string_type",
    })
    void nullIsNoDefault(String member, String violation) {
        var agent = "{\"llm\": {\"model\": \"m\"}}, \"" + member + "\": null";

        assertEquals(List.of(violation + " [body, " + member + "]"), violations(agent));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'content': null | list_type [body, content]",
        "'role': null    | literal_error [body, role]",
    }, quoteCharacter = '"')
    void nullIsNoMessage(String member, String violation) {
        var body = "{" + member.replace('\'', '"') + "}";

        assertEquals(List.of(violation), assertThrows(Fault.Invalid.class, () -> JSON.read(
                body.getBytes(StandardCharsets.UTF_8), SendMessage.class))
                .violations().stream().map(v -> v.type() + " " + v.loc()).toList());
    }

    @Test
    void nullIsNothingWhereTheContractSaysSo() throws Exception {
        var body = """
                {"workspace": {"working_dir": "/w"}, "agent": {"llm": {"model": "m"}},
                 "conversation_id": null, "security_analyzer": null, "initial_message": null,
                 "agent_launch_additions": null, "plugins": null, "hook_config": null,
                 "tags": null, "user_id": null, "title_llm_profile": null,
                 "agent_profile_id": null, "parent_conversation_id": null}""";

        var start = JSON.read(body.getBytes(StandardCharsets.UTF_8), StartConversation.class);

        assertEquals(500, start.maxIterations());
    }

    @Test
    void allMistakesOfAllPartsAreListedAtOnce() {
        assertEquals(
                List.of(
                        "float_parsing [body, agent, llm, temperature]",
                        "greater_than_equal [body, agent, llm, num_retries]",
                        "int_type [body, agent, llm, seed]",
                        "less_than_equal [body, agent, llm, top_p]",
                        "literal_error [body, agent, llm, api_mode]",
                        "literal_error [body, agent, llm, auth_type]",
                        "missing [body, agent, tools, 0, name]"),
                violations("""
                        {"llm": {"model": "m", "auth_type": "odd", "num_retries": -1,
                                 "temperature": "hot", "top_p": 2, "api_mode": "odd", "seed": []},
                         "tools": [{}]}"""));
    }

    @Test
    void aModelWithoutANameIsSaidBesideOtherMistakes() {
        assertEquals(
                List.of("float_parsing [body, agent, llm, temperature]",
                        "value_error [body, agent, llm]"),
                violations("{\"llm\": {\"temperature\": \"hot\"}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{}                                       | missing [body, agent, llm]",
        "{'llm': {'model': 'm'}, 'tools': [{}]}   | missing [body, agent, tools, 0, name]",
        "{'llm': {'model': 'm'}, 'tools': [{'name': 1}]} | string_type [body, agent, tools, 0, name]",
        "{'llm': {'model': 'm'}, 'tools': 'all'}  | list_type [body, agent, tools]",
        "{'llm': 5}                     | model_attributes_type [body, agent, llm]",
    }, quoteCharacter = '"')
    void aMistakeInTheAgentIsNamedWhereItStands(String agent, String violation) {
        assertEquals(List.of(violation), violations(agent.replace('\'', '"')));
    }
}
