package agentserver.server.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.server.docs.Shapes.Direction;
import agentserver.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The description of our API beside that of the contract. What is not there yet stands in
/// `pending-paths.txt`, what differs for good in `schema-differences.txt`; an entry that is no longer
/// true fails as well.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonNode ours;
    private JsonNode theirs;

    @BeforeAll
    void describe(@TempDir Path work) throws Exception {
        try (var server = RunningServer.start(work); var client = server.client()) {
            ours = client.get("/openapi.json").json();
        }
        theirs = MAPPER.readTree(text("openapi.json"));
    }

    @Test
    void everyPathIsThereOrPending() throws IOException {
        var missing = new TreeSet<>(operations(theirs));
        missing.removeAll(operations(ours));

        assertEquals(String.join("\n", missing), String.join("\n", lines("pending-paths.txt")));
    }

    @Test
    void aPathThatTheContractDoesNotHaveIsDeclared() throws IOException {
        var own = new TreeSet<>(operations(ours));
        own.removeAll(operations(theirs));

        assertEquals(lines("own-paths.txt"), List.copyOf(own));
    }

    @Test
    void parametersHaveTheirNamesAndAreRequiredAlike() throws IOException {
        var differences = new ArrayList<String>();
        var own = new ArrayList<>(lines("own-parameters.txt"));
        for (var operation : shared()) {
            var we = parameters(at(ours, operation));
            own.removeIf(line -> line.startsWith(operation + ": ")
                    && we.remove(line.substring(operation.length() + 2)));
            var they = parameters(at(theirs, operation));
            if (!we.equals(they)) {
                differences.add(operation + ": " + we + ", should be " + they);
            }
        }
        assertEquals("", String.join("\n", differences));
        assertEquals(List.of(), own);
    }

    @Test
    void parametersHaveTheirLimits() {
        var shapes = new Shapes(ours, theirs);
        for (var operation : shared()) {
            for (var their : at(theirs, operation).path("parameters")) {
                var name = their.get("name").asText();
                shapes.limits(operation + " " + name,
                        schema(at(ours, operation), name), their.get("schema"));
            }
        }
        assertEquals("", String.join("\n", shapes.findings()));
    }

    @Test
    void bodiesAreTakenWhereTheContractTakesThem() {
        var differences = new ArrayList<String>();
        for (var operation : shared()) {
            var we = body(at(ours, operation));
            var they = body(at(theirs, operation));
            if (!we.equals(they) && !operation.startsWith("get ")) {
                differences.add(operation + ": " + we + ", should be " + they);
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    @Test
    void refusalsOfTheContractAreDescribed() throws IOException {
        var differences = new ArrayList<String>();
        for (var operation : shared()) {
            var statuses = names(at(theirs, operation).get("responses"));
            statuses.removeAll(names(at(ours, operation).get("responses")));
            statuses.forEach(status -> differences.add(operation + ": " + status));
        }
        assertEquals(lines("other-refusals.txt"), differences);
    }

    @Test
    void nothingSentOrAnsweredInJsonIsLeftOpen() {
        var open = new ArrayList<String>();
        for (var operation : operations(ours)) {
            var described = at(ours, operation);
            noteOpen(operation + ": body", described.path("requestBody"), open);
            described.get("responses").properties().forEach(response ->
                    noteOpen(operation + ": " + response.getKey(), response.getValue(), open));
        }
        assertEquals(List.of(), open);
    }

    private static void noteOpen(String where, JsonNode holder, List<String> open) {
        var schema = content(holder);
        if (schema.isObject() && schema.isEmpty()) {
            open.add(where);
        }
    }

    @Test
    void bodiesAndAnswersHaveTheirMembers() throws IOException {
        var shapes = new Shapes(ours, theirs);
        for (var operation : shared()) {
            shapes.compare("body of " + operation, content(at(ours, operation).path("requestBody")),
                    content(at(theirs, operation).path("requestBody")), Direction.SENT);
            shapes.compare("answer of " + operation, content(success(at(ours, operation))),
                    content(success(at(theirs, operation))), Direction.ANSWERED);
        }
        assertEquals(String.join("\n", lines("schema-differences.txt")),
                String.join("\n", shapes.findings()));
    }

    @Test
    void eventsHaveTheirMembers() throws IOException {
        var events = MAPPER.readTree(text("events.schema.json"));
        var shapes = new Shapes(ours, events);

        shapes.compare("Event", ours.at("/components/schemas/Event"), events, Direction.ANSWERED);

        assertEquals(String.join("\n", lines("event-differences.txt")),
                String.join("\n", shapes.findings()));
    }

    @Test
    void aMemberMissingDeepInsideIsFound() throws IOException {
        var events = MAPPER.readTree(text("events.schema.json"));
        var poorer = (ObjectNode) ours.deepCopy();
        remove(poorer, "LLM", "num_retries");
        remove(poorer, "MessageToolCall", "arguments");
        var shapes = new Shapes(poorer, theirs);
        var eventShapes = new Shapes(poorer, events);
        var start = "post /api/conversations";

        shapes.compare("", content(at(poorer, start).path("requestBody")),
                content(at(theirs, start).path("requestBody")), Direction.SENT);
        eventShapes.compare(
                "", poorer.at("/components/schemas/Event"), events, Direction.ANSWERED);

        assertTrue(shapes.findings().contains("LLM.num_retries: missing"),
                shapes.findings().toString());
        assertTrue(eventShapes.findings().contains("MessageToolCall.arguments: missing"),
                eventShapes.findings().toString());
    }

    @Test
    void aBodyThatIsLeftOpenIsFound() {
        var poorer = (ObjectNode) ours.deepCopy();
        ((ObjectNode) poorer.at("/components/schemas/InitRequest")).removeAll();
        var shapes = new Shapes(poorer, theirs);

        shapes.compare("body", content(at(poorer, "post /api/init").path("requestBody")),
                content(at(theirs, "post /api/init").path("requestBody")), Direction.SENT);

        assertEquals(List.of("body: is not described"), shapes.findings());
    }

    private static void remove(ObjectNode document, String component, String member) {
        ((ObjectNode) document.at("/components/schemas/" + component + "/properties"))
                .remove(member);
    }

    @Test
    void titlesAreGeneratedByNobodyElse() {
        assertTrue(!ours.toString().contains("generate_title"));
    }

    private List<String> shared() {
        var shared = new TreeSet<>(operations(ours));
        shared.retainAll(operations(theirs));
        return List.copyOf(shared);
    }

    private static TreeSet<String> operations(JsonNode document) {
        var operations = new TreeSet<String>();
        document.get("paths").properties().forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> operations.add(method + " " + path.getKey())));
        return operations;
    }

    private static JsonNode at(JsonNode document, String operation) {
        var words = operation.split(" ");
        return document.get("paths").get(words[1]).get(words[0]);
    }

    private static JsonNode schema(JsonNode operation, String parameter) {
        for (var candidate : operation.path("parameters")) {
            if (candidate.get("name").asText().equals(parameter)) {
                return candidate.get("schema");
            }
        }
        return MissingNode.getInstance();
    }

    private static TreeSet<String> parameters(JsonNode operation) {
        var parameters = new TreeSet<String>();
        operation.path("parameters").forEach(parameter -> parameters.add(
                parameter.get("in").asText() + " " + parameter.get("name").asText()
                        + (parameter.path("required").asBoolean() ? " required" : "")));
        return parameters;
    }

    private static String body(JsonNode operation) {
        var body = operation.path("requestBody");
        var kinds = new TreeSet<String>();
        body.path("content").fieldNames().forEachRemaining(kinds::add);
        return kinds + (body.path("required").asBoolean() ? " required" : "");
    }

    private static TreeSet<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode success(JsonNode operation) {
        var responses = operation.get("responses");
        return responses.has("200") ? responses.get("200") : responses.path("201");
    }

    private static JsonNode content(JsonNode holder) {
        return holder.path("content").path("application/json").path("schema");
    }

    private static List<String> lines(String name) throws IOException {
        return text(name).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }

    private static String text(String name) throws IOException {
        try (var in = ContractTest.class.getResourceAsStream("/contract/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
