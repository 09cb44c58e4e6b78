package agentserver.server.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.image.Wanted;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The pages in a real browser, in a network namespace that has loopback alone; visited once, each
/// test looks at one side of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsPageTest {

    private static final int PATIENCE_SECONDS = 600;
    private static final List<String> ALONE = List.of("unshare", "--map-root-user", "--net",
            "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");

    private JsonNode seen;

    @BeforeAll
    void visit(@TempDir Path directory) throws Exception {
        Wanted.require(runs(List.of("chromium", "--version")),
                "Chromium, which scripts/test installs");
        var trial = new ArrayList<>(ALONE);
        trial.add("true");
        Wanted.require(runs(trial), "network namespaces and iproute2, which scripts/test installs");
        seen = visited(directory);
    }

    @Test
    void thePageShowsTheApi() {
        assertEquals("OpenHands Agent Server", seen.at("/docs/title").asText(), seen.toString());
        assertTrue(seen.at("/docs/heading").asText().startsWith("OpenHands Agent Server"),
                seen.toString());
    }

    @Test
    void anOpenOperationCanBeTriedBelowARootPath() {
        assertEquals("200", seen.at("/docs/open").asText(), seen.toString());
        assertTrue(seen.get("requests").toString().contains("/runtime/1/server_info"),
                seen.toString());
    }

    @Test
    void aClosedOperationOpensWithTheKeyThatIsEntered() {
        assertEquals("401", seen.at("/docs/closed").asText(), seen.toString());
        assertEquals("204", seen.at("/docs/opened").asText(), seen.toString());
    }

    @Test
    void thePageToReadOffersNothingToTry() {
        assertEquals("OpenHands Agent Server", seen.at("/redoc/title").asText(), seen.toString());
        assertTrue(seen.at("/redoc/operations").asInt() > 10, seen.toString());
        assertEquals(0, seen.at("/redoc/tries").asInt(), seen.toString());
    }

    @Test
    void nothingFailsButTheCallWithoutAKey() {
        var complaints = new ArrayList<String>();
        seen.get("complaints").forEach(complaint -> complaints.add(complaint.asText()));
        complaints.removeIf(complaint -> complaint.contains("401 (Unauthorized)"));

        assertEquals(List.of(), complaints);
    }

    @Test
    void nobodyElseIsAsked() {
        for (var request : seen.get("requests")) {
            assertTrue(request.asText().matches("(http://127\\.0\\.0\\.1:|data:|about:).*"),
                    request.asText());
        }
    }

    private static JsonNode visited(Path directory) throws IOException, InterruptedException {
        var command = new ArrayList<>(ALONE);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath(),
                OfflineVisit.class.getName(), directory.toString()));
        var out = directory.resolve("visit.out");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(out.toFile()).start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        var text = Files.readString(out);
        var line = text.lines().filter(found -> found.startsWith(OfflineVisit.MARK)).findFirst();
        assertTrue(line.isPresent(), "the visit: " + text);
        return new ObjectMapper().readTree(line.get().substring(OfflineVisit.MARK.length()));
    }

    /// Whatever this test was started from: a class path or a module path.
    private static String classPath() {
        var parts = Stream.of("java.class.path", "jdk.module.path")
                .flatMap(name -> Optional.ofNullable(System.getProperty(name)).stream());
        return String.join(":", Stream.concat(
                Stream.of("target/classes", "target/test-classes"), parts).toList());
    }

    private static boolean runs(List<String> command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) { // there is no such program
            return false;
        }
    }
}
