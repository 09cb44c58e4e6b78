package agentserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the server may listen, and who may initialize it: contract 01 §1.1.
class DoorsTest {

    private static ConfigReading listening(String host, String... namesAndValues) {
        return ConfigReader.read(new ConfigSources(
                Read.environment(namesAndValues), Map.of("--host", host), Optional.empty()));
    }

    @Test
    void aKeyOpensTheServerToTheNetwork() {
        assertEquals("0.0.0.0", Read.config("OH_SESSION_API_KEYS_0", "k").listen().host());
        assertEquals("127.0.0.1", Read.config().listen().host());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "[::]", "192.0.2.7"})
    void bindingToTheWorldNeedsAKey(String host) {
        var refused = listening(host);

        assertTrue(refused.config().isEmpty());
        assertTrue(refused.problems().getFirst().toString().endsWith("(--host)"));
        assertTrue(listening(host, "OH_SESSION_API_KEYS_0", "k").config().isPresent());
    }

    @Test
    void theOperatorMayAllowWhatWeAdviseAgainst() {
        var reading = listening("0.0.0.0", "OH_ALLOW_UNAUTHENTICATED", "1");

        assertTrue(reading.config().isPresent());
        assertEquals(1, reading.warnings().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"})
    void loopbackNeedsNoKeyAndNoWarning(String host) {
        var reading = listening(host);

        assertTrue(reading.config().isPresent());
        assertEquals(List.of(), reading.warnings());
    }

    @Test
    void aDormantServerWithItsKeyMayListenToTheNetwork() {
        assertTrue(listening("0.0.0.0", "OH_DEFERRED_INIT", "1", "OH_SECRET_KEY", "init")
                .config().isPresent());
    }

    @Test
    void initKeyIsRequired() {
        var refused = Read.reading("OH_DEFERRED_INIT", "1");

        assertEquals("secret_key", refused.problems().getFirst().key());
        assertTrue(Read.reading("OH_DEFERRED_INIT", "1", "OH_ALLOW_OPEN_INIT", "1")
                .config().isPresent());
    }

    @Test
    void openInitAloneDoesNotOpenTheNetwork() {
        assertTrue(listening("0.0.0.0", "OH_DEFERRED_INIT", "1", "OH_ALLOW_OPEN_INIT", "1")
                .config().isEmpty());
    }

    @Test
    void anEmptyHostIsNone() {
        assertEquals("127.0.0.1", Read.config("OH_HOST", "").listen().host());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://h/", "https://h", "no address at all", ""})
    void anAddressWithoutAPathHasNoRootPath(String url) {
        assertEquals("", Read.config("OH_WEB_URL", url).listen().rootPath());
    }

    @Test
    void theRootPathHasNoSlashAtItsEnd() {
        assertEquals("/runtime/1",
                Read.config("OH_WEB_URL", "https://h/runtime/1/").listen().rootPath());
    }

    @Test
    void theInternalUrlCanBeReached() {
        assertEquals("http://127.0.0.1:80", listen("0.0.0.0").internalUrl(80));
        assertEquals("http://127.0.0.1:80", listen("::").internalUrl(80));
        assertEquals("http://[::1]:80", listen("::1").internalUrl(80));
        assertEquals("http://box:80", listen("box").internalUrl(80));
        assertFalse(listen("0.0.0.0").isLoopback());
    }

    private static Listen listen(String host) {
        return new Listen(host, 0, Optional.empty());
    }
}
