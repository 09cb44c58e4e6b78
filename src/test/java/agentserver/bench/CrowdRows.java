package agentserver.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// What one client notices of many others.
final class CrowdRows {

    private static final int CLIENTS = 64;
    private static final long PROBE_NANOS = 2_000_000;
    private static final double KILOBYTES_PER_MEGABYTE = 1_024;

    private CrowdRows() {}

    static void crowd(Scene scene) throws IOException {
        scene.converse((talks, wire) -> {
            talks.model().on("text", Model.Script.text(Duration.ZERO));
            var requests = crowd(talks, wire);
            var port = talks.server().port();
            Load.run(port, requests, CLIENTS, scene.seconds(5, 3)); // warms up
            var failure = new AtomicReference<IOException>();
            var time = scene.seconds(8, 3);
            var load = Thread.ofPlatform().start(() -> {
                try {
                    Load.run(port, requests, CLIENTS, time);
                } catch (IOException e) {
                    failure.set(e);
                }
            });
            var health = probe(wire, time.minusMillis(200));
            join(load);
            if (failure.get() != null) {
                throw failure.get();
            }
            scene.report(Figure.atMost("/health p99 while 64 clients read, search and run",
                    health.p99(), 10, "ms"));
        });
    }

    /// One conversation in four is opened and run, the rest are read.
    private static List<byte[]> crowd(Talks talks, Wire wire) throws IOException {
        var one = Talks.ROOT + "/" + talks.openIdle(wire);
        for (int i = 0; i < 100; i++) {
            wire.post(one + "/events", Talks.message("message " + i, false));
        }
        return List.of(
                Wire.request("GET", one, ""),
                Wire.request("GET", one + "/events/search?limit=20", ""),
                Wire.request("GET", one + "/events/count", ""),
                Wire.request("POST", Talks.ROOT, talks.request("text", "", "Go")));
    }

    static void waiting(Scene scene) throws IOException {
        scene.converse((talks, wire) -> {
            talks.model().on("slow", Model.Script.text(Duration.ofSeconds(60)));
            var request = talks.request("slow", Talks.terminal(), "Go");
            waitOn(talks, wire, request, 200); // what the first ones load
            var accounts = talks.server().accounts();
            var before = accounts.residentMegabytes();
            var count = scene.count(2_000, 1_000);
            waitOn(talks, wire, request, count);
            var added = accounts.residentMegabytes() - before;
            scene.report(Figure.atMost(
                    "resident memory per conversation that waits for its model, of " + count,
                    added * KILOBYTES_PER_MEGABYTE / count, 60, "KB"));
        }, Scene.LITTLE_GARBAGE);
    }

    private static void waitOn(Talks talks, Wire wire, String request, int more)
            throws IOException {
        var wanted = talks.model().waiting() + more;
        for (int i = 0; i < more; i++) {
            talks.open(wire, request);
        }
        Scene.await("all questions", () -> talks.model().waiting() >= wanted);
        Scene.settle();
    }

    static void halfOpenHeads(Scene scene) throws IOException {
        var heads = new ArrayList<Wire>();
        try (var server = scene.server(); var wire = server.wire()) {
            probe(wire, Duration.ofSeconds(1)); // warms up
            var half = "GET /health HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 5_000; i++) {
                var head = server.wire();
                heads.add(head);
                head.send(half);
            }
            scene.report(Figure.atMost("/health p99 beside 5,000 half-open heads",
                    probe(wire, scene.seconds(3, 2)).p99(), 10, "ms"));
        } finally {
            for (var head : heads) {
                head.close();
            }
        }
    }

    /// Asks for `/health` again and again.
    private static Samples probe(Wire wire, Duration time) throws IOException {
        var samples = new Samples();
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            var start = System.nanoTime();
            wire.get("/health");
            samples.addMillisSince(start);
            LockSupport.parkNanos(PROBE_NANOS);
        }
        return samples;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
