package agentserver.bench;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What many conversations cost a server that has none of them open.
final class ListRows {

    private static final int FEW = 10_000;
    private static final int MANY = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double BYTES_PER_MEGABYTE = 1 << 20;

    private ListRows() {}

    static void lists(Scene scene) throws IOException {
        var root = scene.dir().resolve("server/workspace/conversations");
        var clones = new Clones(root.resolve(template(scene)));
        var alone = resident(scene);
        clones.make(1, FEW);
        started(scene, root, FEW);
        int many = scene.count(MANY, 3 * FEW);
        clones.make(FEW, many);
        started(scene, root, many);
        try (var server = scene.server("-Xmn8m"); var wire = server.wire()) {
            listed(server, many);
            var first = pages(wire, 10, 190);
            scene.report(Figure.atMost("first page of 100 of %,d conversations, p95"
                    .formatted(many), first.p95(), 20, "ms"));
            Scene.settle();
            var bytes = (server.accounts().residentMegabytes() - alone) * BYTES_PER_MEGABYTE;
            scene.report(Figure.atMost("memory per listed conversation, %,d of them".formatted(many),
                    bytes / many / 1_024, 1, "KB"));
        }
    }

    /// Makes one conversation, and stops its server.
    static String template(Scene scene) throws IOException {
        try (var server = scene.server(); var model = new Model(); var wire = server.wire()) {
            model.on("text", Model.Script.text(Duration.ZERO));
            var talks = scene.talks(server, model);
            var id = talks.open(wire, talks.request("text", Talks.terminal(), "Go"));
            talks.awaitEnd(wire, id);
            return id.replace("-", "");
        }
    }

    private static double resident(Scene scene) throws IOException {
        try (var server = scene.server("-Xmn8m"); var wire = server.wire()) {
            pages(wire, 0, 200);
            Scene.settle();
            return server.accounts().residentMegabytes();
        }
    }

    /// Without the catalogue's file, then with it.
    private static void started(Scene scene, Path root, int count) throws IOException {
        Files.deleteIfExists(root.resolve("catalogue.jsonl"));
        try (var server = scene.server()) {
            scene.report(Figure.plain("%,d conversations, without a catalogue: all are listed after"
                    .formatted(count), listed(server, count), "ms"));
        }
        var first = new Samples();
        var all = new Samples();
        var cpu = new Samples();
        for (int i = 0; i < scene.count(5, 3); i++) {
            try (var server = scene.server()) {
                first.add(server.startMillis());
                all.add(listed(server, count));
                cpu.add(server.accounts().cpuMillis());
            }
        }
        scene.report(Figure.atMost("start with %,d conversations: first 200 of /health"
                .formatted(count), first.median(), 110, "ms"));
        scene.report(Figure.atMost("… and all of them are listed after it",
                all.median(), 1_000, "ms"));
        scene.report(Figure.plain("… server CPU until then", cpu.median(), "ms"));
    }

    /// How long it takes until so many are listed; an answer that takes too long is asked for again.
    private static double listed(Started server, int count) throws IOException {
        var begin = System.nanoTime();
        while (true) {
            try (var wire = server.wire()) {
                count(wire, count);
                return (System.nanoTime() - begin) / 1e6;
            } catch (SocketTimeoutException late) {
                if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw late;
                }
            }
        }
    }

    private static void count(Wire wire, int wanted) throws IOException {
        var said = wire.get(Talks.ROOT + "/count").strip();
        if (!said.equals(Integer.toString(wanted))) {
            throw new IOException(wanted + " conversations, and listed are " + said);
        }
    }

    private static Samples pages(Wire wire, int warm, int count) throws IOException {
        var samples = new Samples();
        for (int i = 0; i < warm + count; i++) {
            var begin = System.nanoTime();
            wire.get(Talks.ROOT + "/search?limit=100");
            if (i >= warm) {
                samples.addMillisSince(begin);
            }
        }
        return samples;
    }
}
