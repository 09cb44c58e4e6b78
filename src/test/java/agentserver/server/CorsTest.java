package agentserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsTest {

    private final Cors cors = new Cors(List.of("https://listed.example"),
            Optional.of(Pattern.compile("https://.*\\.pattern\\.example")),
            Optional.of("Docker.Host"));

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, true",
        "https://127.0.0.1, true",
        "http://LOCALHOST, true",
        "http://docker.host:9, true",
        "https://listed.example, true",
        "https://listed.example:1, false",
        "https://a.pattern.example, true",
        "https://a.pattern.example.evil, false",
        "http://localhost.evil.example, false",
        "http://localhost@evil.example, false",
        "http://evil.example#@localhost, false",
        "null, false",
        "localhost, false",
    })
    void pageMayReadOnlyWhenItsOriginIsAllowed(String origin, boolean allowed) {
        assertEquals(allowed, cors.allows("/api/conversations", origin));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/auth/workspace-session, https://any.example, true",
        "/api/conversations/7/workspace, http://any.example, true",
        "/api/conversations/7/workspace/a/b, http://any.example, true",
        "/api/conversations/7/workspaces, http://any.example, false",
        "/api/conversations//workspace, http://any.example, false",
        "/api/conversations/7/8/workspace, http://any.example, false",
        "/api/conversations/7/workspace, null, false",
        "/api/conversations/7/workspace, ftp://any.example, false",
        "/api/conversations/7/workspace, https://, false",
    })
    void workspaceFilesHaveAPolicyOfTheirOwn(String path, String origin, boolean allowed) {
        assertEquals(allowed, cors.allows(path, origin));
    }

    @Test
    void starAllowsEveryPage() {
        var all = new Cors(List.of("*"), Optional.empty(), Optional.empty());

        assertEquals(true, all.allows("/x", "https://any.example"));
    }

    @Test
    void foreignOriginIsRefused() {
        try (var server = RunningServer.open(_ -> {})) {
            var answer = server.rawToEnd("OPTIONS /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                    + "Origin: https://evil.example\r\n"
                    + "Access-Control-Request-Method: BREW\r\n\r\n");

            assertEquals("HTTP/1.1 400 Bad Request", answer.lines().findFirst().orElse(""));
            assertEquals("Disallowed CORS origin, method",
                    answer.substring(answer.indexOf("\r\n\r\n") + 4));
            assertEquals(true, answer.contains(
                    ": https://evil.example is not in allow_cors_origins"));
        }
    }

    @Test
    void failureIsReadableByAllowedPagesToo() {
        try (var server = RunningServer.open(router -> router.add(
                Route.get("/x", Door.PUBLIC, _ -> {
                    throw new IllegalStateException();
                })))) {
            var answer = server.get("/x", "Origin", "http://localhost:1");

            assertEquals(500, answer.statusCode());
            assertEquals("http://localhost:1",
                    answer.headers().firstValue("access-control-allow-origin").orElse(""));
        }
    }
}
