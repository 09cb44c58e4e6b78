package agentserver.bench;

import java.io.IOException;

/// How fast events reach those who watch, and what watching costs.
final class SocketRows {

    private static final int SUBSCRIBERS = 1_000;
    private static final double KILOBYTES_PER_MEGABYTE = 1_024;

    private SocketRows() {}

    static void frame(Scene scene) throws IOException {
        scene.converse((talks, wire) -> {
            var id = talks.openIdle(wire);
            var samples = new Samples();
            try (var socket = talks.server().wire()) {
                socket.ask(Wire.handshake(path(id)));
                var count = scene.count(3_000, 1_000);
                for (int i = 0; i < count; i++) {
                    var start = System.nanoTime();
                    wire.send(post(id, "mark" + i + "."));
                    socket.await("mark" + i + ".");
                    if (i >= count / 2) { // the first half warms up
                        samples.addMillisSince(start);
                    }
                    wire.answer();
                }
            }
            scene.report(Figure.atMost(
                    "message posted to frame at a subscriber, p50", samples.median(), 0.6, "ms"));
            scene.report(Figure.plain("… p99", samples.p99(), "ms"));
        });
    }

    static void broadcast(Scene scene) throws IOException {
        scene.converse((talks, wire) -> {
            var id = talks.openIdle(wire);
            var samples = new Samples();
            try (var subscribers = new Subscribers()) {
                subscribers.open(talks.server().port(), path(id), SUBSCRIBERS);
                subscribers.drain();
                for (int i = 0; i < scene.count(30, 15); i++) {
                    var start = System.nanoTime();
                    wire.send(post(id, "mark" + i + "."));
                    subscribers.await("mark" + i + ".");
                    if (i >= 5) {
                        samples.addMillisSince(start);
                    }
                    wire.answer();
                }
            }
            scene.report(Figure.atMost(
                    "one event to 1,000 subscribers, the last one", samples.median(), 40, "ms"));
        });
    }

    static void idle(Scene scene) throws IOException {
        scene.converse((talks, wire) -> {
            var id = talks.openIdle(wire);
            var accounts = talks.server().accounts();
            try (var first = new Subscribers(); var subscribers = new Subscribers()) {
                first.open(talks.server().port(), path(id), 200); // what the first ones load
                first.drain();
                Scene.settle();
                var before = accounts.residentMegabytes();
                var count = scene.count(9_000, 3_000);
                while (subscribers.count() < count) {
                    var other = talks.openIdle(wire);
                    subscribers.open(talks.server().port(), path(other), 500);
                }
                subscribers.drain();
                Scene.settle();
                var added = accounts.residentMegabytes() - before;
                scene.report(Figure.atMost("resident memory per idle WebSocket, of " + count,
                        added * KILOBYTES_PER_MEGABYTE / count, 16, "KB"));
            }
        }, Scene.LITTLE_GARBAGE);
    }

    static void first(Scene scene) throws IOException {
        var samples = new Samples();
        for (int i = 0; i < scene.count(7, 3); i++) {
            scene.converse((talks, wire) -> {
                var id = talks.openIdle(wire);
                try (var socket = talks.server().wire()) {
                    var start = System.nanoTime();
                    socket.ask(Wire.handshake(path(id)));
                    samples.addMillisSince(start);
                }
            });
        }
        scene.report(Figure.plain("first socket after the start", samples.median(), "ms"));
    }

    private static String path(String id) {
        return "/sockets/events/" + id;
    }

    private static byte[] post(String id, String text) {
        return Wire.request(
                "POST", Talks.ROOT + "/" + id + "/events", Talks.message(text, false));
    }
}
