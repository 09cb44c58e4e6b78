package agentserver.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What one request costs the server, beside what it costs a bare JDK server.
final class RequestRows {

    private static final int CONNECTIONS = 64;
    private static final int EVENTS = 120;

    private RequestRows() {}

    static void requests(Scene scene) throws IOException {
        var floor = floor(scene);
        scene.report(Figure.plain("floor: CPU per request of a bare HttpServer", floor, "ms"));
        scene.converse((talks, wire) -> {
            var id = talks.openIdle(wire);
            for (int i = 0; i < EVENTS; i++) {
                wire.post(Talks.ROOT + "/" + id + "/events", Talks.message("message " + i, false));
            }
            report(scene, talks.server(), "/health", "/health", floor, 1.4);
            report(scene, talks.server(), "/api/conversations/{id}",
                    Talks.ROOT + "/" + id, floor, 2);
            report(scene, talks.server(), "…/events/search?limit=100",
                    Talks.ROOT + "/" + id + "/events/search?limit=100", floor, 4);
        });
    }

    private static void report(
            Scene scene, Started server, String name, String path, double floor, double limit)
            throws IOException {
        var millis = cpuPerRequest(scene, server, path);
        scene.report(Figure.plain("CPU per GET " + name, millis, "ms"));
        scene.report(Figure.atMost("… in floors", millis / floor, limit, "x"));
    }

    private static double floor(Scene scene) throws IOException {
        try (var floor = Started.floor(scene.dir().resolve("floor"))) {
            return cpuPerRequest(scene, floor, "/health");
        }
    }

    /// Warms the server up first, so that the compiler's work is not counted.
    private static double cpuPerRequest(Scene scene, Started server, String path)
            throws IOException {
        load(server, path, scene.seconds(6, 3));
        var before = server.accounts().cpuMillis();
        var done = load(server, path, scene.seconds(5, 2));
        return (server.accounts().cpuMillis() - before) / done.answers();
    }

    private static Load.Done load(Started server, String path, Duration time) throws IOException {
        return Load.run(server.port(), List.of(Wire.request("GET", path, "")), CONNECTIONS, time);
    }
}
