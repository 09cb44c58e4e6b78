package agentserver.golden;

import agentserver.testing.ApiClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/// Replays recorded entries against one running server, in their order, and remembers what recorded
/// ids are called there. One thread.
final class Replay implements AutoCloseable {

    private final ServerUnderTest server;
    private final Differences differences;
    private final List<Scene> scenes;
    private final Places places;
    private final ApiClient api;
    private Names names = new Names();

    /// @throws IOException when the recorded project directory can not be made
    Replay(ServerUnderTest server, Differences differences, List<Scene> scenes) throws IOException {
        this.server = server;
        this.differences = differences;
        this.scenes = List.copyOf(scenes);
        this.places = Places.of(server);
        this.api = new ApiClient(server.base(), server.key());
        Files.createDirectories(server.work().resolve("project"));
    }

    /// Sets the scene of an entry, replays it and compares the outcome.
    ///
    /// @param patience how long to wait for an answer that agrees
    /// @return where our server differs and should not; empty when it agrees
    List<Finding> play(String recording, Entry entry, Duration patience)
            throws IOException, InterruptedException {
        var stage = new Stage(api, places, text -> places.ours(names.request(text)));
        var around = Scene.of(scenes, recording, entry.name());
        for (var scene : around) {
            for (var step : scene.before()) {
                stage.play(step);
            }
        }
        var verdict = switch (entry) {
            case Entry.Call call -> new CallReplay(api, stage, patience)
                    .play(call, ours -> judge(recording, entry, ours));
            case Entry.Race race -> judge(recording, entry,
                    new RaceReplay(api, stage).play(race));
            case Entry.Socket socket -> {
                var during = around.stream().flatMap(scene -> scene.during().stream()).toList();
                var ours = new SocketReplay(server.base(), stage, patience).play(socket, during);
                yield judge(recording, entry, ours);
            }
            case Entry.Aside aside -> throw new UnsupportedOperationException(
                    "there is no replay for " + recording + "#" + aside.name());
        };
        names = verdict.names();
        differences.markUsed(verdict.met());
        return verdict.findings();
    }

    @Override
    public void close() {
        api.close();
    }

    private Verdict judge(String recording, Entry entry, JsonNode ours) {
        return new Judge(places, differences).compare(recording, entry, ours, names);
    }
}
