package agentserver.server.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import agentserver.base.fault.Fault;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Readiness;
import agentserver.server.Route;
import agentserver.server.Router;
import agentserver.server.RunningServer;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What each door answers in each state of the server: contract 01 §9.1, cell by cell.
class InitStatesTest {

    private static final String[] INIT_KEY = {"x-init-api-key", "init-key"};
    private static final String[] SESSION_KEY = {"x-session-api-key", "session"};
    private static final String NOT_DEFERRED = "{\"detail\":\"server is not running with "
            + "deferred_init=True; the /api/init endpoint is not available\"}";

    private final Lifecycle lifecycle = new Lifecycle();
    private final CountDownLatch prepared = new CountDownLatch(1);
    private final CountDownLatch preparing = new CountDownLatch(1);

    @Test
    void aDormantServerAnswersStatusAndInitAlone() {
        try (var server = deferred()) {
            assertAnswer(200, "{\"status\":\"ok\"}", server.get("/health"));
            assertAnswer(200, "{\"state\":\"dormant\",\"error\":null}", server.get("/api/init"));
            assertAnswer(401, "{\"detail\":\"Unauthorized\"}", server.post("/api/init", "{}"));
            assertAnswer(401, "{\"detail\":\"Unauthorized\"}", server.get("/api/thing"));
            assertShut(server, "dormant");
        }
    }

    @Test
    void anInitializingServerAnswersTheSameAndRefusesASecondInit() throws Exception {
        try (var server = deferred()) {
            var first = Thread.ofVirtual().start(() -> server.post("/api/init", "{}", INIT_KEY));
            preparing.await();

            assertAnswer(200, "{\"status\":\"ok\"}", server.get("/health"));
            assertAnswer(200, "{\"state\":\"initializing\",\"error\":null}",
                    server.get("/api/init"));
            assertAnswer(400, "{\"detail\":\"server already in state: initializing\"}",
                    server.post("/api/init", "{}", INIT_KEY));
            assertShut(server, "initializing");

            prepared.countDown();
            first.join();
        }
    }

    @Test
    void aReadyServerServesItsUserAndRefusesAnotherInit() {
        prepared.countDown();
        try (var server = deferred()) {
            assertAnswer(200, "{\"state\":\"ready\",\"error\":null}",
                    server.post("/api/init", "{}", INIT_KEY));

            assertAnswer(200, "{\"status\":\"ok\"}", server.get("/health"));
            assertAnswer(200, "{\"state\":\"ready\",\"error\":null}", server.get("/api/init"));
            assertAnswer(400, "{\"detail\":\"server already in state: ready\"}",
                    server.post("/api/init", "{}", INIT_KEY));
            assertAnswer(401, "{\"detail\":\"Unauthorized\"}", server.get("/api/thing"));
            assertEquals(200, server.get("/api/thing", SESSION_KEY).statusCode());
        }
    }

    @Test
    void aServerThatWasNeverDormantHasNoInit() {
        try (var server = RunningServer.with(RunningServer.settings("session"), router -> {
            addThings(router);
            new InitRoutes(Optional.empty()).addTo(router);
        })) {
            assertAnswer(200, "{\"status\":\"ok\"}", server.get("/health"));
            assertAnswer(404, NOT_DEFERRED, server.get("/api/init"));
            assertAnswer(401, "{\"detail\":\"Unauthorized\"}", server.post("/api/init", "{}"));
            assertAnswer(404, NOT_DEFERRED, server.post("/api/init", "{}", INIT_KEY));
            assertAnswer(404, NOT_DEFERRED, server.post("/api/init", "{", INIT_KEY));
            assertEquals(200, server.get("/api/thing", SESSION_KEY).statusCode());
        }
    }

    @Test
    void keyComesBeforeBodyAndBodyBeforeState() {
        prepared.countDown();
        try (var server = deferred()) {
            assertEquals(401, server.post("/api/init", "{").statusCode());
            assertEquals(422, server.post("/api/init", "{", INIT_KEY).statusCode());
            assertEquals(200, server.post("/api/init", "{}", INIT_KEY).statusCode());
            assertEquals(422, server.post("/api/init", "[]", INIT_KEY).statusCode());
        }
    }

    @Test
    void thereIsNoWayBackFromReady() {
        lifecycle.move(InitStatus.of(InitState.INITIALIZING));
        lifecycle.move(InitStatus.of(InitState.READY));

        for (var state : InitState.values()) {
            assertThrows(Fault.Refused.class, () -> lifecycle.move(InitStatus.of(state)));
        }
    }

    @Test
    void whatWasLetInWhileDormantFindsTheDoorShutForEver() {
        lifecycle.move(InitStatus.of(InitState.INITIALIZING));
        lifecycle.move(InitStatus.of(InitState.READY));

        var late = assertThrows(Fault.NotReady.class, () -> lifecycle.check(Door.API));

        assertEquals("server is in deferred-init state 'initializing'; call POST /api/init first",
                late.getMessage());
    }

    private RunningServer deferred() {
        var settings = RunningServer.settings("session");
        var running = new RunningServer[1]; // the init swaps the settings of the server it belongs to
        var init = new Init(lifecycle, (_, _) -> {
            preparing.countDown();
            prepared.await();
            return () -> running[0].live.swap(settings.withReadiness(Readiness.ALWAYS));
        });
        running[0] = RunningServer.with(settings, lifecycle, router -> {
            addThings(router);
            new InitRoutes(Optional.of(init)).addTo(router);
        });
        return running[0];
    }

    private static void addThings(Router router) {
        var ok = Answer.json(200, "{\"status\":\"ok\"}".getBytes());
        router.add(Route.get("/health", Door.PUBLIC, _ -> ok))
                .add(Route.get("/api/thing", Door.API, _ -> ok))
                .add(Route.post("/api/thing", Door.API, _ -> ok))
                .add(Route.get("/api/file", Door.WORKSPACE, _ -> ok))
                .add(Route.get("/v1/thing", Door.OPENAI, _ -> ok));
    }

    private static void assertShut(RunningServer server, String state) {
        var gated = "{\"detail\":\"Internal Server Error\",\"exception\":\"503: server is in "
                + "deferred-init state '" + state + "'; call POST /api/init first\"}";
        var absent = "{\"detail\":\"Internal Server Error\",\"exception\":\"503: Conversation "
                + "service is not available\"}";
        assertAnswer(503, gated, server.get("/api/thing", SESSION_KEY));
        assertAnswer(503, gated, server.post("/api/thing", "{", SESSION_KEY));
        assertAnswer(503, absent, server.get("/api/file", SESSION_KEY));
        assertAnswer(503, absent, server.get("/v1/thing", SESSION_KEY));
        assertEquals(Optional.of("1"), server.get("/api/thing", SESSION_KEY)
                .headers().firstValue("retry-after"));
        assertEquals(404, server.get("/api/nothing").statusCode());
    }

    private static void assertAnswer(int status, String body, HttpResponse<String> answer) {
        assertEquals(status + " " + body, answer.statusCode() + " " + answer.body());
    }
}
