package agentserver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import agentserver.base.json.Json;
import agentserver.base.log.Log;
import agentserver.config.Config;
import agentserver.config.ConfigReading;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final List<Config> served = new ArrayList<>();
    private final List<Supplier<ConfigReading>> again = new ArrayList<>();
    private String beforeBinding = "";
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    private int run(String... args) {
        try (var log = new Log(logged)) {
            var streams = new Streams(new PrintStream(out, true), new PrintStream(err, true));
            Serve serve = (config, bound, reading) -> {
                served.add(config);
                beforeBinding = out();
                bound.accept(config.listen().port() == 0 ? 4_711 : config.listen().port());
                again.add(reading);
                return 0;
            };
            return new Cli(new Version("0.1.0", "1.43.1"), streams, environment, log, serve,
                    _ -> fail("no command here needs a server"))
                    .run(args);
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void noArgumentsServeWithTheDefaults() {
        assertEquals(0, run());

        assertEquals(8_000, served.getFirst().listen().port());
        assertEquals("""
                Starting OpenHands Agent Server on 127.0.0.1:8000
                API docs will be available at http://127.0.0.1:8000/docs
                Auto-reload: disabled
                DEBUG mode: DISABLED

                """, out());
    }

    @Test
    void theServerIsAnnouncedWithThePortThatWasBound() {
        assertEquals(0, run("--port", "0", "--host", "[::1]"));

        assertEquals("", beforeBinding);
        assertTrue(out().contains("Agent Server on [::1]:4711\n"), out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"256.1.1.1", "no-such-name.invalid", "1:2:3"})
    void anAddressThatIsNoneIsNotServed(String host) {
        assertEquals(1, run("--host", host));

        assertEquals("agent-server: host: expected an address, or a name that can be resolved "
                + "(--host)\n", err());
        assertEquals("", out());
    }

    @Test
    void flagsReachTheConfigurationInBothSpellings() {
        assertEquals(0, run("serve", "--host", "0.0.0.0", "--port=9000",
                "--allow-unauthenticated", "--allow-open-init"));

        var config = served.getFirst();
        assertEquals(9_000, config.listen().port());
        assertEquals("0.0.0.0", config.listen().host());
        assertTrue(config.doors().exceptions().unauthenticated());
        assertTrue(config.doors().exceptions().openInit());
    }

    @Test
    void theConfigFlagNamesTheFile() throws Exception {
        var file = Files.writeString(directory.resolve("c.json"), "{\"port\": 4711}");

        assertEquals(0, run("--config", file.toString()));

        assertEquals(4_711, served.getFirst().listen().port());
    }

    @Test
    void theConfigurationCanBeReadAgain() throws Exception {
        var file = directory.resolve("c.json");
        Files.writeString(file, "{\"session_api_keys\": [\"a\"]}");
        assertEquals(0, run("--config", file.toString()));

        Files.writeString(file, "{\"session_api_keys\": [\"b\", \"c\"]}");

        var fresh = again.getFirst().get().config().orElseThrow();
        assertEquals(2, served.getFirst().reloaded(fresh).doors().sessionKeys().size());
    }

    @Test
    void flagsMadeForAnotherServerAreAccepted() {
        assertEquals(0, run("--reload", "--workers", "4", "--import-modules", "a,b",
                "--extra-python-path", "/x:/y", "--port", "1"));

        assertEquals(1, served.size());
    }

    @Test
    void theVersionNamesBothVersions() {
        assertEquals(0, run("--version"));

        assertEquals("agent-server 0.1.0 (API 1.43.1)\n", out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void theHelpNamesEveryCommandAndEveryFlag(String flag) {
        assertEquals(0, run(flag));

        for (var word : List.of("serve", "config check", "config show", "fsck DIR",
                "export DIR|ID [TARGET]", "import DIR", "demo", "openapi")) {
            assertTrue(out().contains("\n  " + word + " "), word);
        }
        for (var known : Flag.values()) {
            assertEquals(2, out().split("\n  " + known.text() + " ", -1).length, known.text());
        }
        assertTrue(out().lines().allMatch(line -> line.length() <= 90), out());
        assertEquals(List.of(), served);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--nope|there is no option --nope",
        "-p|there is no option -p",
        "--port|--port needs a value",
        "--port=eight|--port: expected a whole number, 0 to 65535",
        "--port=|--port: expected a whole number, 0 to 65535",
        "--port=65536|--port: expected a whole number, 0 to 65535",
        "--port=-1|--port: expected a whole number, 0 to 65535",
        "--workers=0|--workers: expected a whole number, at least 1",
        "--reload=yes|--reload takes no value",
        "--json|serve does not take --json",
        "fly|there is no command \"fly\"",
        "config|there is no command \"config\"",
    })
    void whatIsNotUnderstoodIsNamedInOneLine(String argument, String reason) {
        assertEquals(2, run(argument));

        assertEquals("agent-server: " + reason + " (see agent-server --help)\n", err());
        assertEquals("", out());
    }

    @Test
    void aBadConfigurationIsNotServed() {
        environment.put("OH_PORT", "x");
        environment.put("OH_VSCODE_PORT", "y");

        assertEquals(1, run());

        assertEquals(List.of(), served);
        assertEquals("""
                agent-server: port: expected a whole number, 0 to 65535 (OH_PORT)
                agent-server: vscode_port: expected a whole number, 1 to 65535 (OH_VSCODE_PORT)
                """, err());
    }

    @Test
    void anOpenDoorToTheWorldIsNotServed() {
        assertEquals(1, run("--host", "0.0.0.0"));

        assertEquals(List.of(), served);
        assertTrue(err().contains("--allow-unauthenticated"), err());
    }

    @Test
    void aLogThatCannotBeWrittenIsNotServed() throws Exception {
        var blocked = Files.writeString(directory.resolve("file"), "");
        environment.put("LOG_TO_FILE", "1");
        environment.put("LOG_DIR", blocked.toString());

        assertEquals(1, run());

        assertTrue(err().startsWith("agent-server: log_dir: "), err());
    }

    @Test
    void theBrowserCheckSaysThatThereIsNone() {
        assertEquals(1, run("--check-browser"));

        assertTrue(out().startsWith("Browser check failed: "), out());
        assertEquals(List.of(), served);
    }

    @Test
    void aGoodConfigurationPassesTheCheck() {
        assertEquals(0, run("config", "check"));

        assertEquals("The configuration is good.\n", out());
        assertEquals(List.of(), served);
    }

    @Test
    void theCheckListsProblemsAndWarnings() {
        environment.put("OH_PORT", "x");
        environment.put("OH_ENABLE_VNC", "yes");

        assertEquals(1, run("config", "check"));

        assertEquals("""
                port: expected a whole number, 0 to 65535 (OH_PORT)
                warning: OH_ENABLE_VNC: expected 1, true, 0 or false; any other word counts as \
                false (environment)
                """, out());
    }

    @Test
    void theCheckSpeaksJson() throws Exception {
        environment.put("OH_PORT", "x");

        assertEquals(1, run("config", "check", "--json"));

        var answer = Json.lenient().readTree(out());
        assertFalse(answer.get("ok").booleanValue());
        assertEquals("port", answer.at("/problems/0/key").textValue());
        assertEquals("OH_PORT", answer.at("/problems/0/source").textValue());
        assertEquals(0, answer.get("warnings").size());
    }

    @Test
    void showPrintsValuesWithTheirSourcesAndNoSecret() {
        environment.put("OH_SESSION_API_KEYS_0", "s3cret");

        assertEquals(0, run("config", "show", "--port", "9000"));

        assertTrue(out().contains("port = 9000  (--port)\n"), out());
        assertTrue(out().contains("session_api_keys = [\"**********\"]  "
                + "(OH_SESSION_API_KEYS_0)\n"), out());
        assertTrue(out().contains("enable_vnc = false  (default)\n"), out());
        assertFalse(out().contains("s3cret"), out());
    }

    @Test
    void showSpeaksJson() throws Exception {
        assertEquals(0, run("config", "show", "--json"));

        var answer = Json.lenient().readTree(out());
        assertEquals(8_000, answer.at("/port/value").intValue());
        assertEquals("default", answer.at("/port/source").textValue());
        assertTrue(answer.at("/web_url/value").isNull());
    }

    @Test
    void showPrintsNothingButTheProblemsOfABadConfiguration() {
        environment.put("OH_SESSION_API_KEYS", "s3cret");

        assertEquals(1, run("config", "show"));

        assertEquals("", out());
        assertFalse(err().contains("s3cret"), err());
    }
}
