package agentserver.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuthRoutesTest {

    private static final String COOKIE = "oh_workspace_session_key=";
    private static final String REST = "; HttpOnly; Max-Age=315360000; Path=/api/conversations;"
            + " SameSite=none";
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.with(
                RunningServer.settings("k1", "k;2"), new AuthRoutes()::addTo);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String cookie(String... headers) {
        var answer = server.call("POST", "/api/auth/workspace-session", "", headers);
        assertEquals(204, answer.statusCode());
        return answer.headers().firstValue("set-cookie").orElse("");
    }

    @Test
    void localBrowserGetsASecureCookie() {
        assertEquals(COOKIE + "k1" + REST + "; Secure; Partitioned",
                cookie("x-session-api-key", "k1"));
    }

    @Test
    void browserBehindAPlainProxyGetsAnOpenOne() {
        assertEquals(COOKIE + "k1" + REST,
                cookie("x-session-api-key", "k1", "x-forwarded-host", "example.org:80, b"));
    }

    @Test
    void browserBehindASecureProxyGetsASecureOne() {
        assertTrue(cookie("x-session-api-key", "k1", "x-forwarded-host", "example.org",
                "x-forwarded-proto", "https, http").endsWith("; Secure; Partitioned"));
    }

    @Test
    void keyThatIsNoTokenStandsInQuotes() {
        assertTrue(cookie("x-session-api-key", "k;2").startsWith(COOKIE + "\"k;2\"; HttpOnly"));
    }

    @Test
    void deletingEmptiesTheCookie() {
        var answer = server.call("DELETE", "/api/auth/workspace-session", "",
                "x-session-api-key", "k1");

        assertEquals(204, answer.statusCode());
        assertTrue(answer.headers().firstValue("set-cookie").orElse("")
                .startsWith(COOKIE + "\"\"; HttpOnly; Max-Age=0; Path=/api/conversations"));
    }

    @Test
    void withoutKeysTheCookieIsEmpty() {
        try (var open = RunningServer.open(new AuthRoutes()::addTo)) {
            var answer = open.call("POST", "/api/auth/workspace-session", "");

            assertEquals(204, answer.statusCode());
            assertTrue(answer.headers().firstValue("set-cookie").orElse("")
                    .startsWith(COOKIE + "\"\"; "));
        }
    }
}
