package agentserver.base.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.llm.Message;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictReadingTest {

    private static final Json JSON = new Json(List.of());

    @BeforeAll
    static void letTheMapperIn() {
        var here = StrictReadingTest.class;
        here.getModule().addOpens(here.getPackageName(), ObjectMapper.class.getModule());
    }

    enum Color {
        @JsonProperty("red") RED,
        @JsonProperty("green") GREEN,
        BLUE
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    sealed interface Shape {}

    record Circle(int radius) implements Shape {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    sealed interface Animal {}

    record Bird(String name, double weight) implements Animal {
        public Bird {
            new Rules().required("name", name).above("weight", weight, 0).below("weight", weight, 9)
                    .check();
        }
    }

    record Dot(Integer radius) {
        public Dot {
            new Rules().required("radius", radius).atLeast("radius", radius, 1).check();
        }
    }

    sealed interface Angular extends Shape {}

    record Square(double side) implements Angular {}

    record Order(
            String title,
            Integer maxIterations,
            Long total,
            Boolean urgent,
            Double price,
            UUID id,
            Instant due,
            Color color,
            Shape shape,
            List<Dot> dots,
            Map<String, Integer> counts,
            ObjectNode extra) {

        public Order {
            new Rules().required("title", title)
                    .length("title", title, 1, 5)
                    .atLeast("max_iterations", maxIterations, 1)
                    .holds(!"both".equals(title) || total != null, "both need a total")
                    .check();
        }
    }

    private static Order read(String json) {
        return JSON.read(json.getBytes(StandardCharsets.UTF_8), Order.class);
    }

    private static List<Violation> violations(String json) {
        return violations(json, Order.class);
    }

    private static List<Violation> violations(String json, Class<?> type) {
        return assertThrows(Fault.Invalid.class,
                () -> JSON.read(json.getBytes(StandardCharsets.UTF_8), type)).violations();
    }

    private static String only(String json) {
        var all = violations(json);
        assertEquals(1, all.size(), all.toString());
        return all.getFirst().type() + " " + all.getFirst().loc();
    }

    @Test
    void properBodyIsRead() {
        var order = read("""
                {"title": "a", "max_iterations": 3, "total": 5.0, "urgent": true, "price": 2,
                 "id": "{7BE5D7B2-f33c-454d-a3e0-d2294a1c0001}", "due": "2025-01-01T12:00:00Z",
                 "color": "green", "shape": {"kind": "Square", "side": 2},
                 "dots": [{"radius": 1}], "counts": {"a": 1}, "extra": {"x": null}}""");

        assertEquals(5L, order.total());
        assertEquals(UUID.fromString("7be5d7b2-f33c-454d-a3e0-d2294a1c0001"), order.id());
        assertEquals(new Square(2), order.shape());
        assertEquals(Color.GREEN, order.color());
    }

    @Test
    void everyBrokenRuleIsListedAtOnce() {
        var found = violations("""
                {"title": "too long", "max_iterations": 0, "total": "x", "urgent": "maybe",
                 "price": [], "id": "nope", "due": "soon", "color": "pink",
                 "shape": {"kind": "Nope"}, "dots": [{"radius": 0}, {}, 3],
                 "counts": {"a": 1.5}, "extra": 1, "unknown": 1}""").stream()
                .map(v -> v.type() + " " + v.loc()).sorted().toList();

        assertEquals(List.of(
                "bool_parsing [body, urgent]",
                "datetime_from_date_parsing [body, due]",
                "dict_type [body, extra]",
                "extra_forbidden [body, unknown]",
                "float_type [body, price]",
                "greater_than_equal [body, dots, 0, radius]",
                "greater_than_equal [body, max_iterations]",
                "int_from_float [body, counts, a]",
                "int_parsing [body, total]",
                "literal_error [body, color]",
                "missing [body, dots, 1, radius]",
                "model_attributes_type [body, dots, 2]",
                "string_too_long [body, title]",
                "uuid_parsing [body, id]",
                "value_error [body, shape]"), found);
    }

    @Test
    void placeIsReportedOnce() {
        assertEquals("string_type [body, title]", only("{\"title\": 5}"));
    }

    @Test
    void rulesOfAKindThatItsFamilyAloneKnowsAreReportedAtItsMembers() {
        assertEquals(List.of("less_than [body, weight]", "missing [body, name]"),
                violations("{\"kind\": \"Bird\", \"weight\": 9}", Animal.class).stream()
                        .map(v -> v.type() + " " + v.loc()).sorted().toList());
    }

    @Test
    void ruleOfTheWholeRecordStandsAtItsPlace() {
        assertEquals("value_error [body]", only("{\"title\": \"both\"}"));
    }

    @Test
    void unknownKindNamesTheAcceptedOnesAndNotItself() {
        var violation = violations(
                "{\"title\": \"a\", \"shape\": {\"kind\": \"Nope\"}}").getFirst();

        assertEquals("Value error, Unknown kind; Expected one of: ['Circle', 'Square']",
                violation.msg());
    }

    @Test
    void kindThatIsMissingIsReportedWhereItShouldStand() {
        assertEquals("missing [body, shape, kind]", only("{\"title\": \"a\", \"shape\": {}}"));
    }

    @Test
    void absentMemberThatAConstructorNeedsIsMissing() {
        assertEquals("missing [body, title]", only("{}"));
        assertEquals("missing", violations("{}", Message.class).getFirst().type());
        assertEquals(List.of("body", "role"), violations("{}", Message.class).getFirst().loc());
    }

    @Test
    void valueOfAUnionIsHeldAgainstEachVariant() {
        var found = violations("{\"role\": \"user\", \"content\": [{\"type\": \"video\"}]}",
                Message.class).stream().map(v -> v.type() + " " + v.loc() + " " + v.msg()).toList();

        assertTrue(found.contains("literal_error [body, content, 0, TextContent, type]"
                + " Input should be 'text'"), found.toString());
        assertTrue(found.contains("literal_error [body, content, 0, ImageContent, type]"
                + " Input should be 'image'"), found.toString());
    }

    @Test
    void enumNamesWhatItTakes() {
        var violation = violations(
                "{\"role\": \"robot\", \"content\": []}", Message.class).getFirst();

        assertEquals("Input should be 'user', 'system', 'assistant' or 'tool'", violation.msg());
        assertEquals(Map.of("expected", "'user', 'system', 'assistant' or 'tool'"),
                violation.ctx());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{|1|Expecting property name enclosed in double quotes",
        "{not json|1|Expecting property name enclosed in double quotes",
        "{\"a\": nope}|6|Expecting value",
        "{\"a\": 1} x|9|Extra data",
        "{\"a\": 1}{}|8|Extra data",
        "[1, ]|4|Expecting value",
        "x|0|Expecting value",
    })
    void malformedTextSaysWhereAndWhat(String text, int offset, String error) {
        var violation = violations(text).getFirst();

        assertEquals("json_invalid", violation.type());
        assertEquals(List.of("body", offset), violation.loc());
        assertEquals(Map.of("error", error), violation.ctx());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "null", " null "})
    void noBodyIsMissing(String text) {
        assertEquals("missing [body]", only(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "\"x\"", "true"})
    void bodyThatIsNoObjectIsSaidToBe(String text) {
        assertEquals("model_attributes_type [body]", only(text));
    }

    @Test
    void listIsReadAsAnArray() {
        var ids = JSON.read("[\"a\"]".getBytes(StandardCharsets.UTF_8), String[].class);

        assertEquals("a", ids[0]);
        assertEquals("list_type", violations("{}", String[].class).getFirst().type());
        assertEquals(List.of("body", 1),
                violations("[\"a\", 1]", String[].class).getFirst().loc());
    }

    @Test
    void anErrorNeverEchoesTheValue() throws Exception {
        var found = violations("""
                {"title": "s3cret-long", "total": "s3cret", "urgent": "s3cret", "price": "s3cret",
                 "id": "zs3cret", "due": "s3cret", "color": "s3cret", "counts": {"a": "s3cret"},
                 "shape": {"kind": "s3cret"}, "dots": [{"radius": "s3cret", "x": "s3cret"}],
                 "extra": "s3cret", "unknown": {"password": "s3cret", "pin": 1234567}}""");

        var text = JSON.strict().writeValueAsString(found);

        assertFalse(text.contains("s3cret"), text);
        assertFalse(text.contains("1234567"), text);
        assertTrue(text.contains("\"input\":{\"password\":\"<redacted>\",\"pin\":\"<redacted>\"}"),
                text);
    }

    @Test
    void longListOfMistakesIsCut() {
        var body = "{\"title\": \"a\", \"dots\": [" + "{},".repeat(50_000) + "{}]}";

        assertTrue(violations(body).size() <= 100);
    }

    @Test
    void violationWithoutParametersHasNoCtxOnTheWire() throws Exception {
        var text = JSON.strict().writeValueAsString(violations("{}"));

        assertEquals("[{\"type\":\"missing\",\"loc\":[\"body\",\"title\"],"
                + "\"msg\":\"Field required\",\"input\":{}}]", text);
    }
}
