package agentserver.server.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.Answer;
import agentserver.testing.ApiClient;
import agentserver.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DescriptionTest {

    private RunningServer server;
    private ApiClient client;
    private JsonNode document;

    @BeforeAll
    void start(@TempDir Path work) throws Exception {
        server = RunningServer.start(work, Map.of(
                "OH_SESSION_API_KEYS_0", RunningServer.KEY,
                "OH_WEB_URL", "https://example.org/runtime/1/"));
        client = new ApiClient(server.base(), "");
        document = client.get("/openapi.json").json();
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void itSaysWhoAndWhere() {
        assertTrue(document.get("openapi").asText().startsWith("3.1"));
        assertEquals("OpenHands Agent Server", document.at("/info/title").asText());
        assertEquals("1.43.1", document.at("/info/version").asText());
        assertEquals("/runtime/1", document.at("/servers/0/url").asText());
    }

    @Test
    void aServerAtTheRootNamesNoServers(@TempDir Path work) throws Exception {
        try (var plain = RunningServer.start(work); var asking = plain.client()) {
            assertFalse(asking.get("/openapi.json").json().has("servers"));
        }
    }

    @Test
    void whatARecordsConstructorInsistsOnIsDescribed() {
        var start = document.at("/components/schemas/StartConversationRequest");

        assertEquals("[\"workspace\"]", start.get("required").toString());
        assertEquals(1, start.at("/properties/max_iterations/minimum").asInt());
        assertEquals(500, start.at("/properties/max_iterations/default").asInt());
        assertEquals("null", start.at("/properties/conversation_id/anyOf/1/type").asText());
        assertEquals("[\"api_key\",\"subscription\"]",
                document.at("/components/schemas/LLM/properties/auth_type/enum").toString());
    }

    @Test
    void whatSettingsReadIsDescribedByThem() {
        var init = document.at("/components/schemas/InitRequest");
        var webhook = document.at("/components/schemas/WebhookSpec");
        var runs = init.at("/properties/max_concurrent_runs");

        assertFalse(init.get("additionalProperties").asBoolean());
        assertFalse(init.has("required"), "every member may be left out");
        assertEquals(1, runs.at("/anyOf/0/minimum").asInt());
        assertEquals("null", runs.at("/anyOf/1/type").asText());
        assertTrue(runs.get("description").asText().contains("agent steps"));
        assertTrue(init.at("/properties/secret_key/anyOf/0/writeOnly").asBoolean());
        assertEquals("#/components/schemas/WebhookSpec",
                init.at("/properties/webhooks/anyOf/0/items/$ref").asText());
        assertEquals("[\"base_url\"]", webhook.get("required").toString());
        assertEquals(5, webhook.at("/properties/event_buffer_size/default").asInt());
        assertEquals("[\"none\",\"posthog\",\"http\"]", document.at(
                "/components/schemas/TelemetrySpec/properties/exporter/enum").toString());
    }

    @Test
    void familiesAreToldApart() {
        var event = document.at("/components/schemas/Event");

        assertEquals("kind", event.at("/discriminator/propertyName").asText());
        assertEquals("#/components/schemas/PauseEvent",
                event.at("/discriminator/mapping/PauseEvent").asText());
        assertEquals("type", document.at(
                "/components/schemas/Content/discriminator/propertyName").asText());
    }

    @Test
    void parametersHaveTheirRules() {
        var limit = document.at(
                "/paths/~1api~1conversations~1{conversation_id}~1events~1search/get/parameters/2");

        assertEquals("limit", limit.get("name").asText());
        assertEquals("{\"type\":\"integer\",\"exclusiveMinimum\":0,\"maximum\":100,\"default\":100}",
                limit.get("schema").toString());
    }

    @Test
    void closedOperationsNameTheirKeyAndTheirRefusals() {
        var start = document.at("/paths/~1api~1conversations/post");

        assertEquals("[{\"APIKeyHeader\":[]}]", start.get("security").toString());
        assertEquals("#/components/schemas/HTTPValidationError", start.at(
                "/responses/422/content/application~1json/schema/$ref").asText());
        assertTrue(start.get("responses").has("401"));
        assertFalse(document.at("/paths/~1health/get").has("security"));
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryNameIsUsedOnce() {
        var broken = new ArrayList<String>();
        document.findValuesAsText("$ref").forEach(reference -> {
            if (document.at(reference.substring(1)).isMissingNode()) {
                broken.add(reference);
            }
        });
        var ids = document.findValuesAsText("operationId");

        assertEquals(List.of(), broken);
        assertEquals(ids.size(), new HashSet<>(ids).size(), ids.toString());
    }

    @Test
    void thePagesThemselvesAreLeftOut() {
        for (var path : List.of("/docs", "/redoc", "/openapi.json")) {
            assertFalse(document.get("paths").has(path), path);
        }
    }

    @Test
    void aClientThatHasItIsToldSo() throws Exception {
        for (var path : List.of("/openapi.json", "/docs", "/docs/swagger-ui-bundle.js")) {
            var tag = get(path, Map.of()).headers().get("etag");

            assertEquals(304, get(path, Map.of("If-None-Match", tag)).status(), path);
            assertEquals(200, get(path, Map.of("If-None-Match", "\"other\"")).status(), path);
        }
    }

    @Test
    void pagesAreOpenAndMayRunOnlyTheirOwnScripts() throws Exception {
        for (var path : List.of("/docs", "/redoc", "/docs/oauth2-redirect")) {
            var answer = get(path, Map.of());

            assertEquals(200, answer.status(), path);
            assertEquals("text/html; charset=utf-8", answer.headers().get("content-type"));
            assertTrue(answer.text().contains("<title>OpenHands Agent Server</title>"), path);
            var policy = answer.headers().get("content-security-policy");
            assertTrue(policy.contains("default-src 'none'"), policy);
            assertFalse(policy.contains("unsafe"), policy);
        }
    }

    private Answer get(String path, Map<String, String> headers) throws Exception {
        return client.send("GET", path, headers, new byte[0]);
    }
}
