package agentserver.server.docs;

import agentserver.testing.Await;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A headless Chromium with one page.
final class Browser implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final DevTools tools;
    private final String page;

    /// @param directory where it keeps its profile
    Browser(Path directory) throws Exception {
        var builder = new ProcessBuilder("chromium", "--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-extensions",
                "--remote-debugging-port=0", "--user-data-dir=" + directory, "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("browser.log").toFile());
        builder.environment().put("TMPDIR", directory.toString());
        process = builder.start();
        var lines = Await.value("the browser", START,
                () -> lines(directory.resolve("DevToolsActivePort")), found -> found.size() == 2);
        tools = new DevTools(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)));
        var target = tools.call("", "Target.createTarget", Map.of("url", "about:blank"));
        page = tools.call("", "Target.attachToTarget",
                        Map.of("targetId", target.get("targetId").asText(), "flatten", true))
                .get("sessionId").asText();
        for (var domain : List.of("Page", "Network", "Log", "Runtime")) {
            tools.call(page, domain + ".enable", Map.of());
        }
    }

    void open(URI address) throws Exception {
        long before = loaded();
        tools.call(page, "Page.navigate", Map.of("url", address.toString()));
        Await.until("the page", START, () -> loaded() > before);
    }

    private long loaded() {
        return tools.events().stream()
                .filter(event -> event.path("method").asText().equals("Page.loadEventFired"))
                .count();
    }

    /// Runs a script of the test's resources on the page, and returns the JSON that it makes.
    JsonNode run(String script) throws Exception {
        var result = tools.call(page, "Runtime.evaluate", Map.of(
                "expression", resource(script), "awaitPromise", true, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            return MAPPER.createObjectNode().set("failed", result.get("exceptionDetails"));
        }
        return MAPPER.readTree(result.get("result").get("value").asText());
    }

    /// What went wrong so far: requests that got no answer, errors and exceptions.
    List<String> complaints() {
        var complaints = new ArrayList<String>();
        for (var event : tools.events()) {
            switch (event.path("method").asText()) {
                case "Network.loadingFailed", "Runtime.exceptionThrown" ->
                        complaints.add(event.get("params").toString());
                case "Log.entryAdded" -> {
                    var entry = event.get("params").get("entry");
                    complaints.add(entry.path("source").asText() + ": "
                            + entry.path("text").asText() + " " + entry.path("url").asText());
                }
                default -> { } // the rest is as it should be
            }
        }
        return complaints;
    }

    /// The addresses of all requests so far.
    List<String> requests() {
        return tools.events().stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.at("/params/request/url").asText())
                .toList();
    }

    @Override
    public void close() {
        tools.close();
        var all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(ended -> ended.onExit().orTimeout(60, TimeUnit.SECONDS).join());
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static String resource(String name) throws IOException {
        try (var in = Browser.class.getResourceAsStream("/docs/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
