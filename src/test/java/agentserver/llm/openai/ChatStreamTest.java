package agentserver.llm.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import agentserver.base.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tool calls in streams of servers that keep their own counsel about indexes and ids.
class ChatStreamTest {

    @Test
    void callsThatShareAnIndexAreToldApartByTheirIds() throws Exception {
        assertEquals(List.of("a f {\"x\":1}", "b g {\"y\":2}"), calls(
                "{'index': 0, 'id': 'a', 'function': {'name': 'f', 'arguments': '{`x`:1}'}}",
                "{'index': 0, 'id': 'b', 'function': {'name': 'g', 'arguments': '{`y`'}}",
                "{'index': 0, 'function': {'arguments': ':2}'}}"));
    }

    @Test
    void callsWithoutIndexAndIdAreToldApartByTheirNames() throws Exception {
        assertEquals(List.of(" f {\"x\":1}", " f {\"y\":2}"), calls(
                "{'function': {'name': 'f', 'arguments': '{`x`'}}",
                "{'function': {'arguments': ':1}'}}",
                "{'function': {'name': 'f', 'arguments': '{`y`:2}'}}"));
    }

    @Test
    void callsThatShareIndexAndIdAreToldApartWhenTheFirstIsComplete() throws Exception {
        assertEquals(List.of("a f {\"x\":1}", "a g {}"), calls(
                "{'index': 0, 'id': 'a', 'function': {'name': 'f', 'arguments': '{`x`:1}'}}",
                "{'index': 0, 'id': 'a', 'function': {'name': 'g', 'arguments': '{}'}}"));
    }

    @Test
    void callsOfOneIdWithIndexesOfTheirOwnStayTwo() throws Exception {
        assertEquals(List.of("a f {}", "a g {}"), calls(
                "{'index': 0, 'id': 'a', 'function': {'name': 'f', 'arguments': '{'}}",
                "{'index': 1, 'id': 'a', 'function': {'name': 'g', 'arguments': '{'}}",
                "{'index': 0, 'function': {'arguments': '}'}}",
                "{'index': 1, 'id': 'a', 'function': {'arguments': '}'}}"));
    }

    @Test
    void nameAndIdInEachPieceMakeOneCall() throws Exception {
        assertEquals(List.of("a f {\"x\":{}}"), calls(
                "{'index': 0, 'id': 'a', 'function': {'name': 'f', 'arguments': '{`x`:{'}}",
                "{'index': 0, 'id': 'a', 'function': {'name': 'f', 'arguments': '}'}}",
                "{'index': 0, 'id': 'a', 'function': {'name': 'f', 'arguments': '}'}}",
                "{'index': 0, 'id': 'a', 'function': {'name': 'f', 'arguments': ''}}"));
    }

    @Test
    void freshIdInEachPieceMakesOneCall() throws Exception {
        assertEquals(List.of("a f {\"x\":1}"), calls(
                "{'index': 0, 'id': 'a', 'function': {'name': 'f'}}",
                "{'index': 0, 'id': 'b', 'function': {'arguments': '{`x`'}}",
                "{'index': 0, 'id': 'c', 'function': {'arguments': ':1}'}}"));
    }

    @Test
    void anotherIdWithoutAnIndexBeginsACall() throws Exception {
        assertEquals(List.of("a f {}", "b g {}"), calls(
                "{'id': 'a', 'function': {'name': 'f', 'arguments': '{}'}}",
                "{'id': 'b'}",
                "{'function': {'name': 'g', 'arguments': '{}'}}"));
    }

    /// The calls that these pieces make: id, name and arguments.
    private static List<String> calls(String... pieces) throws Exception {
        var stream = new ChatStream((_, _) -> { });
        for (var piece : pieces) {
            var chunk = (ObjectNode) Json.lenient().readTree("{\"choices\":[{\"delta\":{}}]}");
            ((ObjectNode) chunk.at("/choices/0/delta")).putArray("tool_calls").add(
                    Json.lenient().readTree(piece.replace('\'', '"').replace("`", "\\\"")));
            stream.add(chunk);
        }
        var calls = new ArrayList<String>();
        stream.answer().at("/choices/0/message/tool_calls").forEach(call -> calls.add(
                call.path("id").asText() + ' ' + call.at("/function/name").asText() + ' '
                        + call.at("/function/arguments").asText()));
        return calls;
    }
}
