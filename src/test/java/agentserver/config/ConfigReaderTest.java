package agentserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.base.secret.Secret;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sources, their order, defaults, and the configuration file: contract 01 §2.
class ConfigReaderTest {

    @TempDir
    Path directory;

    private Path file(String text) throws Exception {
        return Files.writeString(directory.resolve("config.json"), text);
    }

    private static List<String> keys(Config config) {
        return config.doors().sessionKeys().stream().map(Secret::reveal).toList();
    }

    @Test
    void anEmptyWorldYieldsTheDefaults() {
        var config = Read.config();

        assertEquals(new Listen("127.0.0.1", 8_000, Optional.empty()), config.listen());
        assertEquals(Path.of("workspace/conversations"), config.paths().conversations());
        assertEquals(Path.of("/home/ada/.openhands"), config.paths().persistence());
        assertEquals(Optional.empty(), config.doors().secretKey());
        assertEquals(Duration.ofSeconds(45), config.limits().runs().leaseTtl());
        assertEquals(Optional.of(Duration.ofMinutes(20)), config.limits().runs().idleTtl());
        assertEquals(2_000, config.limits().sockets().perConversation());
        assertEquals(ToolSettings.Egress.LINK_LOCAL, config.tools().egress());
        assertTrue(config.operation().companions().editor().enabled());
        assertEquals(Level.INFO, config.operation().log().level());
    }

    @Test
    void flagsBeatTheEnvironmentBeatsTheFileBeatsTheDefault() throws Exception {
        var file = file("{\"port\": 1, \"vscode_port\": 2, \"max_sockets\": 3}");
        var sources = new ConfigSources(Read.environment("OH_PORT", "11", "OH_VSCODE_PORT", "12"),
                Map.of("--port", "21"), Optional.of(file));

        var reading = ConfigReader.read(sources);

        var config = reading.config().orElseThrow();
        assertEquals(21, config.listen().port());
        assertEquals(12, config.operation().companions().editor().port());
        assertEquals(3, config.limits().sockets().total());
        var from = reading.values().stream().filter(value -> value.key().contains("port"))
                .map(EffectiveValue::source).toList();
        assertEquals(List.of("--port", "OH_VSCODE_PORT", "default"), from);
    }

    @Test
    void anEnvironmentListReplacesAFilesList() throws Exception {
        var file = file("{\"session_api_keys\": [\"f1\", \"f2\"], "
                + "\"allow_cors_origins\": [\"a\"]}");

        var config = Read.config(file, "OH_SESSION_API_KEYS_0", "e1",
                "OH_ALLOW_CORS_ORIGINS_0", "b", "OH_ALLOW_CORS_ORIGINS_1", "c");

        assertEquals(List.of("e1"), keys(config));
        assertEquals(List.of("b", "c"), config.doors().cors().origins());
    }

    @Test
    void objectsMergeMemberByMember() throws Exception {
        var file = file("{\"telemetry\": {\"exporter\": \"http\", \"num_retries\": 9}}");

        var telemetry = Read.config(file, "OH_TELEMETRY_NUM_RETRIES", "1").operation().telemetry();

        assertEquals("http", telemetry.target().exporter());
        assertEquals(1, telemetry.delivery().retries());
    }

    @Test
    void aNullFromTheEnvironmentBeatsNothing() throws Exception {
        var file = file("{\"conversation_idle_ttl_seconds\": 60}");

        var config = Read.config(file, "OH_CONVERSATION_IDLE_TTL_SECONDS_IS_NONE", "1");

        assertEquals(Optional.of(Duration.ofMinutes(1)), config.limits().runs().idleTtl());
    }

    @Test
    void aNullInTheFileIsNoValue() throws Exception {
        var config = Read.config(file("{\"conversation_idle_ttl_seconds\": null}"));

        assertEquals(Optional.empty(), config.limits().runs().idleTtl());
    }

    @Test
    void aProblemInTheFileNamesFileAndKey() throws Exception {
        var file = file("{\"port\": \"8000\"}");

        assertEquals("port: expected a whole number, 0 to 65535 (" + file + ": port)",
                Read.reading(file).problems().getFirst().toString());
    }

    @Test
    void malformedJsonIsPlacedAndNotRepeated() throws Exception {
        var problem = Read.reading(file("{\n  \"secret_key\": s3cret}")).problems().getFirst();

        assertTrue(problem.reason().startsWith("malformed JSON at line 2"), problem.reason());
        assertFalse(problem.toString().contains("s3cret"));
    }

    @Test
    void aFileMustBeAnObjectWithoutDoubles() throws Exception {
        assertEquals("expected a JSON object",
                Read.reading(file("[1]")).problems().getFirst().reason());
        assertEquals("expected a JSON object",
                Read.reading(file("")).problems().getFirst().reason());
        assertTrue(Read.reading(file("{\"port\": 1, \"port\": 2}")).problems().getFirst().reason()
                .startsWith("malformed JSON"));
    }

    @Test
    void aFileNamedByAFlagMustExistAndOneNamedByAVariableNeedNot() {
        var missing = directory.resolve("none.json");

        assertEquals(1, Read.reading(missing).problems().size());
        assertEquals(8_000, Read.config(ConfigFile.VARIABLE, missing.toString()).listen().port());
    }

    @Test
    void theVariableNamesTheFile() throws Exception {
        var file = file("{\"port\": 7}");

        assertEquals(7, Read.config(ConfigFile.VARIABLE, file.toString()).listen().port());
    }

    @Test
    void anUnknownKeyInTheFileIsIgnoredWithAWarning() throws Exception {
        var reading = Read.reading(file("{\"session_api_key\": \"old\"}"));

        assertTrue(reading.config().isPresent());
        assertEquals("session_api_key", reading.warnings().getFirst().key());
        assertFalse(reading.warnings().toString().contains("old"));
    }

    @Test
    void theOldKeyOpensTheApiWhereNoOtherDoes() throws Exception {
        assertEquals(List.of("old"), keys(Read.config("SESSION_API_KEY", "old")));
        assertEquals(List.of("new"), keys(Read.config(
                "SESSION_API_KEY", "old", "OH_SESSION_API_KEYS_0", "new")));
        assertEquals(List.of(), keys(Read.config(
                file("{\"session_api_keys\": []}"), "SESSION_API_KEY", "old")));
        assertEquals(List.of(), keys(Read.config("SESSION_API_KEY", "")));
    }

    @Test
    void theSecretKeyComesFromTheOldKeyThenTheFirstSessionKey() throws Exception {
        assertEquals("old", secretKey(Read.config(
                "SESSION_API_KEY", "old", "OH_SESSION_API_KEYS_0", "k0")));
        assertEquals("k0", secretKey(Read.config("OH_SESSION_API_KEYS_0", "k0")));
        assertEquals("k1", secretKey(Read.config("OH_SESSION_API_KEYS", "[\"k1\"]")));
        assertEquals("f1", secretKey(Read.config(file("{\"session_api_keys\": [\"f1\"]}"))));
        assertEquals("own", secretKey(Read.config(
                "OH_SECRET_KEY", "own", "SESSION_API_KEY", "old")));
    }

    @Test
    void anEmptySecretKeyIsUnset() throws Exception {
        assertEquals(Optional.empty(), Read.config("OH_SECRET_KEY", "").doors().secretKey());
        assertEquals("f", secretKey(Read.config(
                file("{\"secret_key\": \"f\"}"), "OH_SECRET_KEY", "")));
        assertEquals("k", secretKey(Read.config(
                file("{\"secret_key\": \"\"}"), "SESSION_API_KEY", "k")));
    }

    private static String secretKey(Config config) {
        return config.doors().secretKey().orElseThrow().reveal();
    }

    @Test
    void anEmptySessionKeyIsAProblemAndNotAnOpenDoor() {
        assertEquals(List.of("session_api_keys[0]: expected a secret text that is not empty "
                + "(OH_SESSION_API_KEYS_0)"), Read.problems("OH_SESSION_API_KEYS_0", ""));
    }

    @Test
    void onlyAnOperatorsNumberBoundsRuns() {
        assertEquals(OptionalInt.empty(), Read.config().limits().runs().maxConcurrent());
        assertEquals(5_000, Read.config().limits().runs().steps());
        assertEquals(10, Read.config("OH_MAX_CONCURRENT_RUNS", "10").limits().runs().steps());
    }

    @Test
    void debugLogsAtDebugWhateverTheLevel() {
        var operation = Read.config("DEBUG", "yes", "LOG_LEVEL", "error").operation();

        assertTrue(operation.debug());
        assertEquals(Level.DEBUG, operation.log().level());
    }

    @Test
    void logSettingsAreRead() {
        var log = Read.config("LOG_LEVEL", "warning", "CI", "true", "LOG_TO_FILE", "1",
                "LOG_DIR", "/var/log/x", "LOG_BACKUP_COUNT", "3").operation().log();

        assertEquals(Level.WARNING, log.level());
        assertTrue(log.json());
        assertEquals(Path.of("/var/log/x"), log.file().orElseThrow().directory());
        assertEquals(3, log.file().orElseThrow().keep());
    }

    @Test
    void logJsonBeatsCi() {
        assertFalse(Read.config("CI", "1", "LOG_JSON", "0").operation().log().json());
    }

    @Test
    void anUnknownRotationIsAProblem() {
        assertEquals(List.of("log_rotate_when: expected midnight, D, H or a size such as 10MB "
                + "(LOG_ROTATE_WHEN)"), Read.problems("LOG_ROTATE_WHEN", "sometimes"));
    }

    @Test
    void shownValuesHideEverySecret() {
        var shown = Read.reading("OH_SESSION_API_KEYS_0", "s3cret-a", "OH_SECRET_KEY", "s3cret-b",
                "OH_WEBHOOKS_0_BASE_URL", "https://w",
                "OH_WEBHOOKS_0_HEADERS", "{\"X-Auth\":\"s3cret-c\"}",
                "OH_TELEMETRY_SALT", "s3cret-d").values().toString();

        assertFalse(shown.contains("s3cret"), shown);
        assertTrue(shown.contains("X-Auth"), shown);
        assertTrue(shown.contains(Secret.STARS), shown);
    }

    @Test
    void theConfigurationPrintsNoSecret() {
        var config = Read.config("OH_SESSION_API_KEYS_0", "s3cret-a", "OH_SECRET_KEY", "s3cret-b",
                "OH_WEBHOOKS_0_BASE_URL", "https://w",
                "OH_WEBHOOKS_0_HEADERS", "{\"X-Auth\":\"s3cret-c\"}");

        assertFalse(config.toString().contains("s3cret"), config.toString());
        assertEquals(List.of("s3cret-a", "s3cret-b", "s3cret-c"),
                config.secrets().stream().map(Secret::reveal).toList());
    }

    @Test
    void reloadingChangesKeysOriginsAndLevelOnly() {
        var running = Read.config("OH_SESSION_API_KEYS_0", "old", "OH_SECRET_KEY", "s");
        var fresh = Read.config("OH_SESSION_API_KEYS_0", "new", "OH_SECRET_KEY", "t",
                "OH_PORT", "9", "OH_ALLOW_CORS_ORIGINS_0", "*", "LOG_LEVEL", "ERROR");

        var reloaded = running.reloaded(fresh);

        assertEquals(List.of("new"), keys(reloaded));
        assertEquals(List.of("*"), reloaded.doors().cors().origins());
        assertEquals(Level.ERROR, reloaded.operation().log().level());
        assertEquals("s", secretKey(reloaded));
        assertEquals(8_000, reloaded.listen().port());
    }

    @Test
    void reloadingKeepsTheKeysOfAnInit() throws Exception {
        var dormant = Read.config("OH_DEFERRED_INIT", "1", "OH_SECRET_KEY", "s");
        var ready = InitRequest.read(Json.lenient()
                .readTree("{\"session_api_keys\": [\"user\"]}")).over(dormant);

        assertEquals(List.of("user"), keys(ready.reloaded(dormant)));
    }

    @Test
    void aPasswordInAUrlIsNotShown() {
        var shown = Read.reading("OH_WEBHOOKS_0_BASE_URL", "https://ada:s3cret@host/x").values();

        assertTrue(shown.toString().contains("https://**********@host/x"), shown.toString());
    }

    @Test
    void theTableNamesEverySettingOnce() {
        var table = ConfigTable.markdown();

        assertTrue(table.contains("| `port` | `OH_PORT`, `--port` | a whole number, 0 to 65535 "
                + "| `8000` |"), table);
        assertTrue(table.contains("| `webhooks[n].base_url` | `OH_WEBHOOKS_n_BASE_URL` "
                + "| an http or https URL | required |"), table);
        assertTrue(table.contains("| `telemetry.salt` | `OH_TELEMETRY_SALT` |"), table);
        assertEquals(table.lines().count(), table.lines().distinct().count());
    }
}
