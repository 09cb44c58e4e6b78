package agentserver.server.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.server.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusRoutesTest {

    private final AtomicBoolean started = new AtomicBoolean(true);

    private RunningServer server(Optional<Double> idleTimeout, Optional<Path> staticFiles) {
        var routes = new StatusRoutes(new Build("0.1.0", "abc", "main", idleTimeout),
                new Activity(), () -> List.of("terminal", "glob"), started::get, staticFiles);
        return RunningServer.with(RunningServer.settings("k1"), routes::addTo);
    }

    private static JsonNode info(RunningServer server) throws Exception {
        return new ObjectMapper().readTree(server.get("/server_info").body());
    }

    @Test
    void serverLivesForEverybody() {
        try (var server = server(Optional.empty(), Optional.empty())) {
            assertEquals("{\"status\":\"ok\"}", server.get("/health").body());
            assertEquals("{\"status\":\"ok\"}", server.get("/alive").body());
        }
    }

    @Test
    void readySaysWhetherTheStartIsOver() {
        try (var server = server(Optional.empty(), Optional.empty())) {
            assertEquals("{\"status\":\"ready\"}", server.get("/ready").body());

            started.set(false);

            assertEquals(503, server.get("/ready").statusCode());
            assertEquals("{\"status\":\"initializing\","
                    + "\"message\":\"Server is still initializing\"}", server.get("/ready").body());
        }
    }

    @Test
    void infoSaysWhichApiAndWhoAnswers() throws Exception {
        try (var server = server(Optional.empty(), Optional.empty())) {
            var info = info(server);

            assertEquals("1.43.1", info.get("version").asText());
            assertEquals("agent-server", info.get("implementation").asText());
            assertEquals("0.1.0", info.get("implementation_version").asText());
            assertEquals("[\"terminal\",\"glob\"]", info.get("usable_tools").toString());
            assertTrue(info.get("runtime_idle_timeout_seconds").isNull());
        }
    }

    @Test
    void terminalMayUseMostOfTheIdleTimeout() throws Exception {
        try (var server = server(Optional.of(1200.0), Optional.empty())) {
            var info = info(server);

            assertEquals(1200, info.get("runtime_idle_timeout_seconds").asDouble());
            assertEquals(1080, info.get("max_foreground_terminal_timeout_seconds").asDouble());
        }
    }

    @Test
    void rootLeadsToThePagesThereAre(@TempDir Path pages) throws Exception {
        try (var server = server(Optional.empty(), Optional.of(pages))) {
            assertEquals("/static/", server.get("/").headers().firstValue("location").get());

            Files.writeString(pages.resolve("index.html"), "hi");

            assertEquals(302, server.get("/").statusCode());
            assertEquals("/static/index.html",
                    server.get("/").headers().firstValue("location").get());
        }
    }

    @Test
    void idleTimeBeginsAnewWhenSomethingIsDone() {
        var activity = new Activity();
        activity.touch();

        assertTrue(activity.idle().compareTo(activity.uptime()) <= 0);
    }
}
