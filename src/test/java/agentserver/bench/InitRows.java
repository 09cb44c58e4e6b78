package agentserver.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// How long a dormant server takes to become somebody's, alone and with many conversations to find.
final class InitRows {

    private static final int MANY = 10_000;
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String SERVER = "server";

    private InitRows() {}

    static void inits(Scene scene) throws IOException {
        measure(scene, scene.count(30, 9), scene.dir().resolve("conversations"), "POST /api/init",
                "and the first call after it", 1);
        var full = scene.dir().resolve("server/workspace/conversations");
        new Clones(full.resolve(ListRows.template(scene))).make(1, MANY);
        measure(scene, scene.count(10, 3), full,
                "POST /api/init with %,d conversations".formatted(MANY),
                "and all of them are listed after it", 1_000);
    }

    /// Each init is the first request on a connection that stands, to a server that has come to rest.
    private static void measure(Scene scene, int servers, Path conversations, String what,
            String then, int longest) throws IOException {
        var init = new Samples();
        var next = new Samples();
        for (int i = 0; i < servers; i++) {
            try (var server = dormant(scene); var wire = server.wire()) {
                init.add(millis(wire, post(conversations)));
                next.add(millis(wire, Wire.request("GET", Talks.ROOT + "/count", "")));
            }
        }
        scene.report(Figure.atMost(what + ", p50", init.median(), 1, "ms"));
        scene.report(Figure.atMost("… the slowest of " + servers, init.slowest(), 5, "ms"));
        scene.report(Figure.atMost("… " + then + ", p50", next.median(), longest, "ms"));
    }

    private static Started dormant(Scene scene) throws IOException {
        var server = Started.image(scene.dir().resolve(SERVER), Map.of(
                "OH_DEFERRED_INIT", "1", "OH_SECRET_KEY", KEY));
        try {
            Scene.await("the dormant server to be prepared", () -> isPrepared(scene));
        } catch (IOException e) {
            server.close();
            throw e;
        }
        Scene.settle();
        return server;
    }

    private static boolean isPrepared(Scene scene) {
        try {
            return Files.readString(scene.dir().resolve(SERVER).resolve("err.log"))
                    .contains("dormant: waiting");
        } catch (IOException _) {
            return false;
        }
    }

    private static byte[] post(Path conversations) {
        return Wire.request("POST", "/api/init", "X-Init-API-Key: " + KEY + "\r\n",
                "{\"conversations_path\": \"" + conversations + "\", \"env\": {\"A\": \"b\"}}");
    }

    private static double millis(Wire wire, byte[] request) throws IOException {
        var begin = System.nanoTime();
        wire.ask(request);
        return (System.nanoTime() - begin) / 1e6;
    }
}
