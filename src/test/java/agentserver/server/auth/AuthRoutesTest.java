package agentserver.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Route;
import agentserver.server.Router;
import agentserver.server.RunningServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuthRoutesTest {

    private static final String COOKIE = "oh_workspace_session_key=";
    private static final String REST = "; HttpOnly; Max-Age=315360000; Path=/api/conversations;"
            + " SameSite=none";
    private static final String ODD = "k;2 \"\\";
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.with(
                RunningServer.settings("k1", ODD), AuthRoutesTest::addTo);
    }

    private static void addTo(Router router) {
        new AuthRoutes().addTo(router);
        router.add(Route.get("/files", Door.WORKSPACE, _ -> Answer.ok("in")))
                .add(Route.get("/api", Door.API, _ -> Answer.ok("in")));
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
        assertTrue(cookie("x-session-api-key", ODD)
                .startsWith(COOKIE + "\"k\\0732 \\\"\\\\\"; HttpOnly"));
    }

    @Test
    void everyCookieOpensTheWorkspaceAndNothingElse() {
        for (var key : List.of("k1", ODD)) {
            var value = cookie("x-session-api-key", key).split(";")[0];

            assertEquals(200, server.get("/files", "cookie", "a=b; " + value).statusCode());
            assertEquals(401, server.get("/api", "cookie", value).statusCode());
        }
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
