package agentserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.base.json.Json;
import agentserver.base.secret.Secret;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The body of `POST /api/init`: contract 01 §9.3.
class InitRequestTest {

    private static final Config DORMANT = Read.config("OH_DEFERRED_INIT", "1",
            "OH_SECRET_KEY", "init-key", "OH_PORT", "9000", "OH_ALLOW_CORS_ORIGIN_REGEX", "x.*");

    private static final JsonNode REDACTED = TextNode.valueOf("<redacted>");

    private static InitRequest read(String json) {
        try {
            return InitRequest.read(Json.lenient().readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Violation> violations(String json) {
        return assertThrows(Fault.Invalid.class, () -> read(json)).violations();
    }

    @Test
    void anEmptyRequestKeepsAllButTheDormancy() {
        var ready = read("{}").over(DORMANT);

        assertFalse(ready.doors().deferred());
        assertEquals(DORMANT.doors().secretKey(), ready.doors().secretKey());
        assertEquals(DORMANT.paths(), ready.paths());
        assertEquals(DORMANT.limits(), ready.limits());
    }

    @Test
    void everyMemberReplacesItsSetting() {
        var request = read("""
                {"session_api_keys": ["u1", "u2"], "secret_key": "own", "conversations_path": "/c",
                 "bash_events_dir": "/b", "conversation_worktree_root": "/w",
                 "webhooks": [{"base_url": "https://h"}], "web_url": "https://h/p/",
                 "allow_cors_origins": ["https://app.example"], "max_concurrent_runs": 3,
                 "env": {"A": "1"}, "telemetry": {"exporter": "http"}}""");

        var ready = request.over(DORMANT);

        assertEquals(2, ready.doors().sessionKeys().size());
        assertEquals(Secret.of("own"), ready.doors().secretKey());
        assertEquals(Path.of("/c"), ready.paths().conversations());
        assertEquals(Path.of("/b"), ready.paths().bashEvents());
        assertEquals(Path.of("/w"), ready.paths().worktrees());
        assertEquals("https://h", ready.operation().webhooks().getFirst().baseUrl());
        assertEquals("/p", ready.listen().rootPath());
        assertEquals(List.of("https://app.example"), ready.doors().cors().origins());
        assertEquals(DORMANT.doors().cors().regex(), ready.doors().cors().regex());
        assertEquals(3, ready.limits().runs().steps());
        assertEquals(Map.of("A", "1"), request.env());
        assertEquals("http", ready.operation().telemetry().target().exporter());
        assertEquals(9_000, ready.listen().port());
    }

    @Test
    void nullKeepsWhatThereWas() {
        var ready = read("{\"web_url\": null, \"env\": null, \"session_api_keys\": null}")
                .over(DORMANT);

        assertEquals(Optional.empty(), ready.listen().webUrl());
        assertEquals(List.of(), ready.doors().sessionKeys());
    }

    @Test
    void theFirstSessionKeyIsTheSecretKeyOfAServerWithoutOne() {
        var open = Read.config("OH_DEFERRED_INIT", "1", "OH_ALLOW_OPEN_INIT", "1");

        assertEquals(Secret.of("u1"),
                read("{\"session_api_keys\": [\"u1\"]}").over(open).doors().secretKey());
        assertEquals(Secret.of("own"),
                read("{\"session_api_keys\": [\"u1\"], \"secret_key\": \"own\"}").over(open)
                        .doors().secretKey());
        assertEquals(Secret.of("init-key"),
                read("{\"session_api_keys\": [\"u1\"]}").over(DORMANT).doors().secretKey());
    }

    @Test
    void anUnknownMemberIsForbidden() {
        assertEquals(List.of(new Violation("extra_forbidden", List.of("body", "nope"),
                "Extra inputs are not permitted", REDACTED, Map.of())),
                violations("{\"nope\": 1}"));
    }

    @Test
    void aWrongTypeIsNamedAndASecretOneHidden() {
        assertEquals(List.of(new Violation("list_type", List.of("body", "session_api_keys"),
                "Input should be a valid list", REDACTED, Map.of())),
                violations("{\"session_api_keys\": \"x\"}"));
    }

    @Test
    void allViolationsComeTogetherWithTheirPlaces() {
        var places = violations("""
                {"max_concurrent_runs": 0, "env": {"A": 1},
                 "webhooks": [{"base_url": "https://h", "flush_delay": 0}, {}]}""")
                .stream().map(violation -> violation.type() + " " + violation.loc()).toList();

        assertEquals(List.of(
                "greater_than [body, webhooks, 0, flush_delay]",
                "missing [body, webhooks, 1, base_url]",
                "greater_than_equal [body, max_concurrent_runs]",
                "string_type [body, env, A]"), places);
    }

    @Test
    void variablesThatNoProcessCanGetAreRefused() {
        for (var env : List.of("{\"A=B\": \"1\"}", "{\"\": \"1\"}", "{\"A\": \"x\\u0000y\"}",
                "{\"A\\u0000\": \"1\"}")) {
            var found = violations("{\"env\": " + env + "}");

            assertEquals(1, found.size(), env);
            assertEquals("value_error", found.getFirst().type());
            assertEquals(List.of("body", "env"), found.getFirst().loc().subList(0, 2));
        }
        assertEquals(Map.of("a.b", "", "Ä", "="),
                read("{\"env\": {\"a.b\": \"\", \"Ä\": \"=\"}}").env());
    }

    @Test
    void rulesAreSaidInTheWordsThatClientsKnow() {
        var said = violations("""
                {"session_api_keys": [""], "telemetry": {"exporter": "ftp", "flush_delay": 0},
                 "webhooks": [{"flush_delay": 1.5}, {"base_url": "ftp://h"}]}""").stream()
                .map(v -> v.msg() + " " + v.ctx() + " " + v.input()).toList();

        assertEquals(List.of(
                "String should have at least 1 character {min_length=1} \"<redacted>\"",
                "Field required {} {\"flush_delay\":\"<redacted>\"}",
                "Value error, expected an http or https URL "
                        + "{error=expected an http or https URL} \"<redacted>\"",
                "Input should be 'none', 'posthog' or 'http' "
                        + "{expected='none', 'posthog' or 'http'} \"<redacted>\"",
                "Input should be greater than 0 {gt=0.0} \"<redacted>\""), said);
    }

    @Test
    void noErrorEchoesAValueThatMayBeSecret() {
        var text = violations("""
                {"secret_key": 12345, "env": {"TOKEN": 67890}, "a_password": "p4ss",
                 "web_url": 98765, "telemetry": {"exporter": "zzz"},
                 "webhooks": [{"base_url": "https://h", "headers": {"X": 424242}}]}""").toString();

        for (var secret : List.of("12345", "67890", "p4ss", "424242", "98765", "zzz")) {
            assertFalse(text.contains(secret), text);
        }
    }

    @Test
    void aBodyThatIsNoObjectIsInvalid() {
        assertEquals("model_attributes_type", violations("[]").getFirst().type());
    }

    @Test
    void anInitThatLeavesTheDoorOpenIsRefused() {
        var exposed = ConfigReader.read(new ConfigSources(
                Read.environment("OH_DEFERRED_INIT", "1", "OH_SECRET_KEY", "init"),
                Map.of("--host", "0.0.0.0"), Optional.empty())).config().orElseThrow();

        var refused = assertThrows(Fault.Invalid.class, () -> read("{}").over(exposed));

        assertEquals(List.of("body", "session_api_keys"),
                refused.violations().getFirst().loc());
        assertEquals(1, read("{\"session_api_keys\": [\"u\"]}").over(exposed)
                .doors().sessionKeys().size());
    }
}
