package agentserver.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import agentserver.base.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultToolsTest {

    private final Json json = new Json(new ToolRegistry(
            List.of(FinishTool.factory(), ThinkTool.factory())).kinds());

    @Test
    void finishRepeatsItsMessage() throws JsonProcessingException {
        var observation = new FinishTool().run(new FinishAction("All done."));

        assertEquals(json.strict().readTree("""
                {"content": [{"cache_prompt": false, "type": "text", "text": "All done."}],
                 "is_error": false, "kind": "FinishObservation"}"""), written(observation));
    }

    @Test
    void thinkSaysThatTheThoughtWasLogged() throws JsonProcessingException {
        var observation = new ThinkTool().run(new ThinkAction("hm"));

        assertEquals(json.strict().readTree("""
                {"content": [{"cache_prompt": false, "type": "text",
                              "text": "Your thought has been logged."}],
                 "is_error": false, "kind": "ThinkObservation"}"""), written(observation));
    }

    @Test
    void anActionIsReadBackAsItWasWritten() throws JsonProcessingException {
        var text = json.compact().writeValueAsString(new FinishAction("bye"));

        assertEquals(new FinishAction("bye"), json.strict().readValue(text, Action.class));
    }

    @Test
    void finishIsShownToClientsWithATitle() throws JsonProcessingException {
        assertEquals(json.strict().readTree("""
                {"action_type": "FinishAction", "observation_type": "FinishObservation",
                 "annotations": {"title": "finish", "readOnlyHint": true, "destructiveHint": false,
                                 "idempotentHint": true, "openWorldHint": false},
                 "kind": "FinishTool", "title": "finish"}"""), shown(new FinishTool()));
    }

    @Test
    void thinkIsShownToClientsWithoutATitleInItsAnnotations() throws JsonProcessingException {
        assertEquals(json.strict().readTree("""
                {"action_type": "ThinkAction", "observation_type": "ThinkObservation",
                 "annotations": {"readOnlyHint": true, "destructiveHint": false,
                                 "idempotentHint": true, "openWorldHint": false},
                 "kind": "ThinkTool", "title": "think"}"""), shown(new ThinkTool()));
    }

    private ObjectNode shown(Tool<?> tool) throws JsonProcessingException {
        var shown = (ObjectNode) json.strict().readTree(
                json.compact().writeValueAsString(tool.definition()));
        assertFalse(shown.remove("description").asText().isBlank());
        return shown;
    }

    private ObjectNode written(Observation observation) throws JsonProcessingException {
        return (ObjectNode) json.strict().readTree(
                json.compact().writeValueAsString(observation));
    }
}
