package agentserver.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What the server adds to its model: single steps, the ten-thousandth step, whole conversations.
final class StepRows {

    private static final int CLIENTS = 64;
    private static final int EARLY = 10;
    private static final int WARM_UP = 5;

    private StepRows() {}

    static void steps(Scene scene) throws IOException {
        scene.converse((talks, wire) -> {
            var count = scene.count(600, 250);
            for (int i = 0; i < WARM_UP; i++) { // a server in service has compiled what it runs
                run(talks, wire, "warm" + i, Model.Script.think(count));
            }
            var think = run(talks, wire, "think", Model.Script.think(count));
            var terminal = run(talks, wire, "terminal", Model.Script.terminal(count));
            // The first half warms up the tool.
            scene.report(Figure.atMost("one agent step beyond the model call (think), p50",
                    think.median(count / 2, count), 0.7, "ms"));
            scene.report(Figure.atMost("… with the terminal (true), p50",
                    terminal.median(count / 2, count), 4, "ms"));
        });
    }

    /// Thorough runs alone: the history grows to ten thousand steps.
    static void manySteps(Scene scene) throws IOException {
        if (scene.quick()) {
            return;
        }
        scene.converse((talks, wire) -> {
            run(talks, wire, "warm", Model.Script.think(500));
            var gaps = run(talks, wire, "long", Model.Script.think(10_000));
            var early = gaps.median(EARLY / 2, EARLY * 2);
            scene.report(Figure.atMost("step 10,000 of one conversation / step 10",
                    gaps.median(9_900, 10_000) / early, 1.1, "x"));
        });
    }

    private static Samples run(Talks talks, Wire wire, String name, Model.Script script)
            throws IOException {
        talks.model().on(name, script);
        var id = talks.open(wire, talks.request(name, Talks.terminal(), "Go"));
        talks.awaitEnd(wire, id);
        return script.gaps();
    }

    static void wholes(Scene scene) throws IOException {
        scene.converse((talks, _) -> {
            talks.model().on("text", Model.Script.text(Duration.ZERO));
            talks.model().on("once", Model.Script.terminal(1));
            var count = scene.count(4_000, 1_500);
            perSecond(talks, "text", count / 2); // warms up
            scene.report(Figure.atLeast("whole conversations without tools",
                    perSecond(talks, "text", count), 700, "/s"));
            scene.report(Figure.atLeast("… with a terminal command in each",
                    perSecond(talks, "once", count / 4), 150, "/s"));
        });
    }

    /// So many conversations from a crowd of clients, each seen to its end.
    private static double perSecond(Talks talks, String script, int count) throws IOException {
        var request = talks.request(script, Talks.terminal(), "Go");
        var left = new AtomicInteger(count);
        var failures = new ConcurrentLinkedQueue<IOException>();
        var start = System.nanoTime();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> {
                    try (var wire = talks.server().wire()) {
                        while (left.getAndDecrement() > 0 && failures.isEmpty()) {
                            talks.awaitEnd(wire, talks.open(wire, request));
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
        return count * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
    }
}
