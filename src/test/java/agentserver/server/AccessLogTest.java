package agentserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.base.log.Log;
import agentserver.base.log.LogSettings;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final Log log = new Log(stream);

    @TempDir
    Path work;

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void everyAnswerHasALineForPeople() throws Exception {
        var line = lineOf(Level.INFO, false, "/alive?session_api_key=s3cret&page=2");

        assertTrue(line.matches("\\S+ \\S+ INFO +access: 127\\.0\\.0\\.1 "
                + "\"GET /alive\\?session_api_key=\\*+&page=2 HTTP/1\\.1\" 200 \\d+\\.\\d ms "
                + "\\[request=r-17]\n"), line);
    }

    @Test
    void everyAnswerHasALineForCollectors() throws Exception {
        var line = lineOf(Level.INFO, true, "/nowhere?access_token=s3cret");

        var json = Json.lenient().readTree(line);
        assertEquals("GET", json.get("http.method").textValue());
        assertEquals(404, json.get("http.status_code").intValue());
        assertEquals("r-17", json.get("request_id").textValue());
        assertTrue(json.get("duration_us").longValue() > 0);
        assertTrue(json.get("http.url").textValue().startsWith("/nowhere?access_token=*"));
        assertFalse(line.contains("s3cret"), line);
    }

    @Test
    void aConversationsLineHasItsId() throws Exception {
        var id = "0196a1b2-c3d4-4e5f-8a9b-0c1d2e3f4a5b";

        var line = lineOf(Level.INFO, true, "/api/conversations/" + id);

        assertEquals(id, Json.lenient().readTree(line).get("conversation_id").textValue());
    }

    @Test
    void aQuieterLogHasNone() throws Exception {
        log.configure(new LogSettings(Level.WARNING, false, Optional.empty()));

        try (var server = server()) {
            get(server, "/alive");
        }

        log.flush();
        assertEquals("", text());
    }

    private String lineOf(Level level, boolean json, String path) throws Exception {
        log.configure(new LogSettings(level, json, Optional.empty()));
        try (var server = server()) {
            get(server, path);
            return Await.value("a line", Duration.ofSeconds(30), () -> {
                log.flush(); // the line is written when the answer has left
                return text();
            }, text -> !text.isEmpty());
        }
    }

    private RunningServer server() throws Exception {
        return RunningServer.start(work, Map.of(), Optional.of(log));
    }

    private static void get(RunningServer server, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(server.base().resolve(path))
                    .version(HttpClient.Version.HTTP_1_1).header("X-Request-Id", "r-17").build();
            client.send(request, BodyHandlers.discarding());
        }
    }

    private String text() {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
