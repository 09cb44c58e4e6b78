package agentserver.server.docs;

import agentserver.testing.RunningServer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A program for a test: starts a server and a browser, visits the pages and prints what was seen. It is
/// run where there is no network but loopback, so both ends have to be in it.
public final class OfflineVisit {

    static final String MARK = "SEEN ";

    private OfflineVisit() {}

    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        var profile = Files.createDirectory(directory.resolve("profile"));
        var environment = Map.of(
                "OH_SESSION_API_KEYS_0", RunningServer.KEY,
                "OH_WEB_URL", "http://127.0.0.1/runtime/1");
        var seen = new ObjectMapper().createObjectNode();
        try (var server = RunningServer.start(directory, environment);
                var browser = new Browser(profile)) {
            browser.open(URI.create(server.base() + "/runtime/1/docs"));
            seen.set("docs", browser.run("visit.js"));
            browser.open(URI.create(server.base() + "/redoc"));
            seen.set("redoc", browser.run("read.js"));
            browser.complaints().forEach(seen.putArray("complaints")::add);
            browser.requests().forEach(seen.putArray("requests")::add);
        }
        System.out.println(MARK + seen);
        System.exit(0);
    }
}
