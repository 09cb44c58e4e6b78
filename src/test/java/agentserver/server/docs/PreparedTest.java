package agentserver.server.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import agentserver.base.json.Json;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Route;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedTest {

    private static final Route THIS = Route.get("/this/{path...}", Door.PUBLIC, _ -> Answer.empty(204));
    private static final Route THAT = Route.post("/that", Door.API, _ -> Answer.empty(204));

    private final Json json = new Json(List.of());
    private Path file;

    @BeforeEach
    void prepare(@TempDir Path work) throws IOException {
        file = work.resolve("openapi.json");
        var document = OpenApi.of(List.of(THIS, THAT), json, "1").put("prepared", true);
        Files.writeString(file, document.toString());
    }

    private Optional<Boolean> isPrepared(Route... routes) {
        return prepared(routes)
                .map(document -> document.path("prepared").asBoolean());
    }

    private Optional<ObjectNode> prepared(Route... routes) {
        return new Prepared(file).of(List.of(routes), json.strict(),
                rest -> OpenApi.of(rest, json, "1"));
    }

    @Test
    void itIsGoodForTheSameRoutesInAnyOrder() {
        assertEquals(Optional.of(true), isPrepared(THAT, THIS));
    }

    @Test
    void itIsNotGoodWhereARouteOfItIsMissing() {
        assertEquals(Optional.empty(), isPrepared(THIS));
    }

    @Test
    void whatElseIsThereIsAdded() {
        var more = Route.get("/that", Door.API, _ -> Answer.empty(204)).answers(200, Answered.class);

        var document = prepared(THIS, THAT, more).orElseThrow();

        assertEquals(OpenApi.of(List.of(THIS, THAT, more), json, "1").put("prepared", true), document);
    }

    private record Answered(String text) {}

    @Test
    void aFileThatIsBrokenOrGoneIsNone() throws IOException {
        for (var text : List.of("", "{\"paths\": {", "[]")) {
            Files.writeString(file, text);
            assertEquals(Optional.empty(), isPrepared(THIS, THAT), text);
        }
        Files.delete(file);
        assertEquals(Optional.empty(), isPrepared(THIS, THAT));
    }
}
