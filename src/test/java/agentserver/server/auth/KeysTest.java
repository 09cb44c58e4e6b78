package agentserver.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Route;
import agentserver.server.Router;
import agentserver.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {

    private static RunningServer server;

    @BeforeAll
    static void start() {
        var settings = RunningServer.settings("k1", "k2 with:signs!");
        server = RunningServer.with(settings, KeysTest::addTo);
    }

    private static void addTo(Router router) {
        for (var door : Door.values()) {
            router.add(Route.get("/" + door, door, _ -> Answer.ok("in")));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "PUBLIC|x-nothing|-|200",
        "API|x-nothing|-|401",
        "API|X-SESSION-API-KEY|k1|200",
        "API|x-session-api-key|K1|401",
        "API|x-session-api-key|k|401",
        "API|x-session-api-key|k11|401",
        "API|authorization|Bearer k1|401",
        "API|cookie|oh_workspace_session_key=k1|401",
        "API|x-init-api-key|init-key|401",
        "WORKSPACE|x-session-api-key|k1|200",
        "WORKSPACE|cookie|a=b; oh_workspace_session_key=k1|200",
        "WORKSPACE|cookie|oh_workspace_session_key=\"k1\"|200",
        "WORKSPACE|cookie|oh_workspace_session_key=wrong|401",
        "WORKSPACE|cookie|xoh_workspace_session_key=k1|401",
        "WORKSPACE|authorization|Bearer k1|401",
        "OPENAI|x-session-api-key|k1|200",
        "OPENAI|authorization|Bearer k1|200",
        "OPENAI|authorization|bearer k1|200",
        "OPENAI|authorization|Basic k1|401",
        "OPENAI|authorization|k1|401",
        "INIT|x-init-api-key|init-key|200",
        "INIT|x-init-api-key|k1|401",
        "INIT|x-session-api-key|k1|401",
    })
    void doorOpensToItsKeyAlone(Door door, String header, String value, int status) {
        assertEquals(status, server.get("/" + door, header, value).statusCode());
    }

    @Test
    void keyInTheQueryOpensNoDoor() {
        assertEquals(401, server.get("/API?session_api_key=k1").statusCode());
    }

    @Test
    void withoutKeysEverybodyPasses() {
        try (var open = RunningServer.open(KeysTest::addTo)) {
            for (var door : Door.values()) {
                assertEquals(200, open.get("/" + door).statusCode());
            }
        }
    }

    @Test
    void newKeysHoldFromTheNextRequestOn() {
        try (var changing = RunningServer.with(
                RunningServer.settings("old"), KeysTest::addTo)) {
            changing.live.swap(RunningServer.settings("new"));

            assertEquals(401, changing.get("/API", "x-session-api-key", "old").statusCode());
            assertEquals(200, changing.get("/API", "x-session-api-key", "new").statusCode());
        }
    }
}
