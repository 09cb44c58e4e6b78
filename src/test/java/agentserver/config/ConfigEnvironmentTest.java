package agentserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The grammar of environment variables: contract 01 §2.2.
class ConfigEnvironmentTest {

    private static List<String> keys(Config config) {
        return config.doors().sessionKeys().stream().map(Secret::reveal).toList();
    }

    @Test
    void sessionKeysAreCountedFromZeroToTheFirstGap() {
        var reading = Read.reading("OH_SESSION_API_KEYS_0", "key1", "OH_SESSION_API_KEYS_1", "key2",
                "OH_SESSION_API_KEYS_3", "lost");

        assertEquals(List.of("key1", "key2"), keys(reading.config().orElseThrow()));
        assertEquals(List.of("OH_SESSION_API_KEYS_3"),
                reading.warnings().stream().map(ConfigProblem::key).toList());
    }

    @Test
    void originsAreCountedToo() {
        var config = Read.config("OH_ALLOW_CORS_ORIGINS_0", "http://localhost:3000");

        assertEquals(List.of("http://localhost:3000"), config.doors().cors().origins());
    }

    @Test
    void webhooksComeAsOneJsonList() {
        var config = Read.config("OH_WEBHOOKS",
                "[{\"base_url\":\"https://w1\",\"num_retries\":0},{\"base_url\":\"https://w2\"}]");

        var webhooks = config.operation().webhooks();
        assertEquals(List.of("https://w1", "https://w2"),
                webhooks.stream().map(WebhookSpec::baseUrl).toList());
        assertEquals(0, webhooks.getFirst().retry().times());
        assertEquals(3, webhooks.getLast().retry().times());
    }

    @Test
    void webhooksComeFieldByField() {
        var config = Read.config("OH_WEBHOOKS_0_BASE_URL", "https://w1",
                "OH_WEBHOOKS_0_HEADERS", "{\"Auth\":\"t\"}", "OH_WEBHOOKS_0_FLUSH_DELAY", "25.5",
                "OH_WEBHOOKS_1_BASE_URL", "https://w2");

        var first = config.operation().webhooks().getFirst();
        assertEquals(2, config.operation().webhooks().size());
        assertEquals(Map.of("Auth", "t"), first.headers());
        assertEquals(Duration.ofMillis(25_500), first.batch().delay());
    }

    @Test
    void fieldsAreLaidOverAJsonList() {
        var config = Read.config("OH_WEBHOOKS", "[{\"base_url\":\"https://w1\",\"retry_delay\":9}]",
                "OH_WEBHOOKS_0_FLUSH_DELAY", "45.0", "OH_WEBHOOKS_1_BASE_URL", "https://beyond");

        var webhooks = config.operation().webhooks();
        assertEquals(1, webhooks.size());
        assertEquals(Duration.ofSeconds(45), webhooks.getFirst().batch().delay());
        assertEquals(Duration.ofSeconds(9), webhooks.getFirst().retry().delay());
    }

    @Test
    void aNumberMeansSoManySlots() {
        var config = Read.config("OH_SESSION_API_KEYS", "2", "OH_SESSION_API_KEYS_0", "key1",
                "OH_SESSION_API_KEYS_1", "key2", "OH_SESSION_API_KEYS_2", "beyond");

        assertEquals(List.of("key1", "key2"), keys(config));
    }

    @Test
    void aSlotThatStaysEmptyIsAProblem() {
        assertEquals(List.of("session_api_keys[1]: expected a secret text that is not empty "
                + "(OH_SESSION_API_KEYS)"),
                Read.problems("OH_SESSION_API_KEYS", "2", "OH_SESSION_API_KEYS_0", "key1"));
    }

    @Test
    void oneWebhookMayBeAnObject() {
        var config = Read.config("OH_WEBHOOKS_0", "{\"base_url\":\"https://w1\"}",
                "OH_WEBHOOKS_0_MAX_QUEUE_SIZE", "7");

        assertEquals("https://w1", config.operation().webhooks().getFirst().baseUrl());
        assertEquals(7, config.operation().webhooks().getFirst().queue().events());
    }

    @Test
    void theWholeConfigurationMayBeOneObject() {
        var config = Read.config("OH", "{\"port\": 9001, \"session_api_keys\": [\"k1\"]}",
                "OH_PORT", "9002");

        assertEquals(9_002, config.listen().port());
        assertEquals(List.of("k1"), keys(config));
    }

    @Test
    void membersOfTelemetryAreReached() {
        var config = Read.config("OH_TELEMETRY_DEPLOYMENT_KIND", "remote");

        assertEquals("remote", config.operation().telemetry().deploymentKind());
        assertEquals("none", config.operation().telemetry().target().exporter());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "TRUE", "True"})
    void oneAndTrueAreTrue(String word) {
        assertTrue(Read.config("OH_ENABLE_VNC", word).operation().companions().desktop().enabled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "false", "no", "off"})
    void wordsForFalseAreFalseWithoutAWarning(String word) {
        var reading = Read.reading("OH_PRELOAD_TOOLS", word);

        assertFalse(reading.config().orElseThrow().tools().preload());
        assertEquals(List.of(), reading.warnings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "enabled"})
    void anyOtherWordIsFalseAndSaidToBe(String word) {
        var reading = Read.reading("OH_ENABLE_VNC", word);

        assertFalse(reading.config().orElseThrow().operation().companions().desktop().enabled());
        assertEquals("OH_ENABLE_VNC", reading.warnings().getFirst().key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eight", "8000.5", "0x10", "8 000", "99999999999999999999"})
    void aBadNumberIsAProblem(String number) {
        assertEquals(List.of("port: expected a whole number, 0 to 65535 (OH_PORT)"),
                Read.problems("OH_PORT", number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-1", "soon"})
    void aBadFractionIsAProblem(String number) {
        assertEquals(List.of("lease_ttl_seconds: expected seconds, at least 0 "
                + "(OH_LEASE_TTL_SECONDS)"),
                Read.problems("OH_LEASE_TTL_SECONDS", number));
    }

    @Test
    void bothBoundsOfARangeAreGood() {
        assertEquals(0, Read.config("OH_PORT", "0").listen().port());
        assertEquals(65_535, Read.config("OH_PORT", "65535").listen().port());
    }

    @Test
    void leasesCanBeTurnedOff() {
        var runs = Read.config("OH_LEASE_TTL_SECONDS", "0").limits().runs();

        assertEquals(Duration.ZERO, runs.leaseTtl());
    }

    @Test
    void aWordThatIsNotPermittedIsAProblemAndNotSilentlyUnset() {
        assertEquals(List.of("telemetry.deployment_kind: expected local or remote "
                + "(OH_TELEMETRY_DEPLOYMENT_KIND)"),
                Read.problems("OH_TELEMETRY_DEPLOYMENT_KIND", "Remote"));
    }

    @Test
    void isNoneMakesANullableSettingNull() {
        var config = Read.config("OH_CONVERSATION_IDLE_TTL_SECONDS_IS_NONE", "1");

        assertEquals(Optional.empty(), config.limits().runs().idleTtl());
    }

    @Test
    void isNoneYieldsToAValue() {
        var config = Read.config("OH_CONVERSATION_IDLE_TTL_SECONDS", "60",
                "OH_CONVERSATION_IDLE_TTL_SECONDS_IS_NONE", "true");

        assertEquals(Optional.of(Duration.ofMinutes(1)), config.limits().runs().idleTtl());
    }

    @Test
    void headersThatAreNoObjectAreAProblem() {
        assertEquals(List.of("webhooks[0].headers: expected a JSON object of texts "
                + "(OH_WEBHOOKS_0_HEADERS)"),
                Read.problems("OH_WEBHOOKS_0_BASE_URL", "https://w",
                        "OH_WEBHOOKS_0_HEADERS", "[1]"));
    }

    @Test
    void emptyHeadersAreUnset() {
        var config = Read.config(
                "OH_WEBHOOKS_0_BASE_URL", "https://w", "OH_WEBHOOKS_0_HEADERS", "");

        assertEquals(Map.of(), config.operation().webhooks().getFirst().headers());
    }

    @Test
    void aListThatIsNoJsonIsAProblemThatHidesTheValue() {
        var problems = Read.problems("OH_SESSION_API_KEYS", "s3cret,t0ken");

        assertEquals(List.of("session_api_keys: expected a list of secret texts "
                + "(OH_SESSION_API_KEYS)"), problems);
    }

    @Test
    void allProblemsComeAtOnce() {
        assertEquals(3, Read.problems("OH_PORT", "x", "OH_VSCODE_PORT", "0",
                "OH_WEBHOOKS_0_NUM_RETRIES", "1").size());
    }

    @Test
    void toolVariablesAreNamedWithCommas() {
        var config = Read.config("OH_TOOL_ENV", " PATH, HOME,,LANG ");

        assertEquals(Optional.of(List.of("PATH", "HOME", "LANG")),
                config.tools().confinement().env());
        assertEquals(Optional.empty(), Read.config().tools().confinement().env());
    }

    @Test
    void marketplacesLoadAllOrSomeOfTheirPlugins() {
        var config = Read.config("OH_REGISTERED_MARKETPLACES_0_NAME", "all",
                "OH_REGISTERED_MARKETPLACES_0_SOURCE", "/m1",
                "OH_REGISTERED_MARKETPLACES_0_AUTO_LOAD", "true",
                "OH_REGISTERED_MARKETPLACES_1",
                "{\"name\":\"some\",\"source\":\"/m2\",\"auto_load\":[\"a\",\"b\"]}");

        var marketplaces = config.tools().marketplaces();
        assertTrue(marketplaces.getFirst().autoLoad().all());
        assertEquals(List.of("a", "b"), marketplaces.getLast().autoLoad().names());
    }

    @Test
    void aVariableThatNoSettingReadsIsPointedOut() {
        var warnings = Read.reading("OH_SESSION_API_KEY_0", "typo").warnings();

        assertEquals("OH_SESSION_API_KEY_0: no setting reads it (environment)",
                warnings.getFirst().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "0", "-5"})
    void anIdleTimeThatIsNoTimeIsNone(String text) {
        var config = Read.config("OH_RUNTIME_IDLE_TIMEOUT_SECONDS", text);

        assertEquals(Optional.empty(), config.tools().runtimeIdle());
    }
}
