package agentserver.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// How fast events become durable, and how fast the last ones are read back.
final class LogRows {

    private static final int WRITERS = 64;
    private static final int RECORD_BYTES = 1_024;

    private LogRows() {}

    static void append(Scene scene) throws IOException {
        var time = scene.seconds(5, 2);
        var files = syncsPerSecond(scene.dir(), time);
        scene.report(Figure.plain("64 files, 1 KiB and fdatasync each", files, "/s"));
        var logs = recordsPerSecond(scene.dir(), time);
        scene.report(Figure.plain("64 logs of the server, 1 KiB durable each", logs, "/s"));
        scene.report(Figure.atLeast("… beside those files", logs / files, 0.8, "x"));
        scene.converse((talks, wire) -> {
            var body = Talks.message("x".repeat(RECORD_BYTES - 300), false); // with what is around it
            var requests = new ArrayList<byte[]>();
            for (int i = 0; i < WRITERS; i++) {
                var id = talks.openIdle(wire);
                requests.add(Wire.request("POST", Talks.ROOT + "/" + id + "/events", body));
            }
            Load.run(talks.server().port(), requests, WRITERS, time.multipliedBy(2)); // warms up
            var posts = Load.run(talks.server().port(), requests, WRITERS, time).perSecond();
            scene.report(Figure.plain("64 conversations, 1 KiB posted over HTTP", posts, "/s"));
            var one = Load.run(
                    talks.server().port(), List.of(requests.getFirst()), WRITERS, time);
            scene.report(Figure.plain(
                    "one conversation, 64 clients post to it", one.perSecond(), "/s"));
        });
    }

    private static double recordsPerSecond(Path dir, Duration time) throws IOException {
        var program = new ProcessBuilder(
                Started.IMAGE.resolve("bin/java").toString(), "-XX:+UseSerialGC",
                "--add-modules=agentserver",
                "--add-exports=agentserver/agentserver.event.log=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), LogProgram.class.getName(),
                dir.toString(), String.valueOf(WRITERS), String.valueOf(RECORD_BYTES),
                String.valueOf(2 * time.toSeconds()), String.valueOf(time.toSeconds()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var said = program.inputReader()) {
            return Double.parseDouble(said.readLine());
        }
    }

    private static double syncsPerSecond(Path dir, Duration time) throws IOException {
        var written = new LongAdder();
        var failures = new ConcurrentLinkedQueue<IOException>();
        var start = System.nanoTime();
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < WRITERS; i++) {
                var file = dir.resolve("file-" + i);
                writers.execute(() -> {
                    try (var channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                        while (System.nanoTime() - start < time.toNanos()) {
                            channel.write(ByteBuffer.allocate(RECORD_BYTES));
                            channel.force(false);
                            written.increment();
                        }
                    } catch (IOException e) {
                        failures.add(e);
                    }
                });
            }
        }
        if (!failures.isEmpty()) {
            throw failures.element();
        }
        return written.sum() / (double) time.toSeconds();
    }

    static void latest(Scene scene) throws IOException {
        scene.converse((talks, wire) -> {
            var path = Talks.ROOT + "/" + talks.openIdle(wire) + "/events";
            var count = scene.count(100_000, 20_000);
            var post = List.of(Wire.request("POST", path, Talks.message("one more", false)));
            for (long have = 0; have < count; ) {
                have += Load.run(talks.server().port(), post, WRITERS, Duration.ofSeconds(1))
                        .answers();
            }
            var samples = new Samples();
            for (int i = 0; i < 400; i++) {
                var start = System.nanoTime();
                wire.get(path + "/search?limit=50&sort_order=TIMESTAMP_DESC");
                if (i >= 200) {
                    samples.addMillisSince(start);
                }
            }
            scene.report(Figure.atMost("latest 50 of %,d events, p50".formatted(count),
                    samples.median(), 1, "ms"));
        });
    }
}
