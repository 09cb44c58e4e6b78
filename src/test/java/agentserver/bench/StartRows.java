package agentserver.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// How large the image is, how fast it starts, what it takes when idle.
final class StartRows {

    private static final double MEGABYTE = 1 << 20;

    /// Until then a server has done what it does after its start, and given back what that took.
    private static final Duration REST = Duration.ofSeconds(7);

    private StartRows() {}

    static void image(Scene scene) throws IOException {
        double cache = Files.size(Started.IMAGE.resolve("lib/agent-server.aot"));
        double all = 0;
        try (var files = Files.walk(Started.IMAGE)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all += Files.size(file);
            }
        }
        scene.report(Figure.atMost(
                "image without the AOT cache", (all - cache) / MEGABYTE, 60, "MB"));
        scene.report(Figure.atMost("image with it", all / MEGABYTE, 95, "MB"));
    }

    static void start(Scene scene) throws IOException {
        var wall = new Samples();
        var cpu = new Samples();
        var resident = new Samples();
        for (int i = 0; i < scene.count(9, 5); i++) {
            try (var server = scene.server()) {
                wall.add(server.startMillis());
                cpu.add(server.accounts().cpuMillis());
                LockSupport.parkNanos(REST.toNanos());
                resident.add(server.accounts().residentMegabytes());
            }
        }
        scene.report(Figure.atMost("start: exec to the first 200 of /health", wall.median(), 110, "ms"));
        scene.report(Figure.atMost("… server CPU until then", cpu.median(), 150, "ms"));
        scene.report(Figure.atMost("resident memory, idle", resident.median(), 70, "MB"));
    }
}
