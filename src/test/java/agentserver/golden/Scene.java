package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.stream.StreamSupport;

/// What happened around a recorded entry without being recorded, to be done in our server too.
///
/// @param before done before the entry is replayed
/// @param during done while the entry's socket is open, after its first frame
record Scene(String recording, String entry, List<Step> before, List<Step> during) {

    /// Something to do.
    sealed interface Step {
    }

    /// Creates a conversation under its recorded id.
    ///
    /// @param settings see [Stage#create]
    record Create(String conversation, JsonNode settings) implements Step {
    }

    /// Sends a request that must succeed.
    record Request(String method, String path, JsonNode body) implements Step {
    }

    /// Writes a text file.
    record Write(String path, String text) implements Step {
    }

    /// Deletes a file that is there.
    record Delete(String path) implements Step {
    }

    /// Waits until a conversation has a status and nothing more is added to it.
    ///
    /// @param events how many events it has by then; fewer are no rest, however long it lasts
    record Settle(String conversation, String status, int events) implements Step {
    }

    static List<Scene> load() {
        return StreamSupport.stream(Recording.resource("scenes.json").spliterator(), false)
                .map(Scene::read).toList();
    }

    static List<Scene> of(List<Scene> scenes, String recording, String entry) {
        return scenes.stream()
                .filter(scene -> scene.recording.equals(recording) && scene.entry.equals(entry))
                .toList();
    }

    private static Scene read(JsonNode node) {
        return new Scene(node.required("recording").textValue(), node.required("entry").textValue(),
                steps(node.path("before")), steps(node.path("during")));
    }

    private static List<Step> steps(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false).map(Scene::step).toList();
    }

    private static Step step(JsonNode node) {
        if (node.has("create")) {
            return new Create(node.get("create").textValue(), node);
        }
        if (node.has("settle")) {
            return new Settle(node.get("settle").textValue(), node.required("status").textValue(),
                    node.path("events").asInt());
        }
        if (node.has("delete")) {
            return new Delete(node.get("delete").textValue());
        }
        if (node.has("write")) {
            return new Write(node.get("write").textValue(), node.required("text").textValue());
        }
        var call = node.required("call").textValue().split(" ");
        return new Request(call[0], call[1],
                node.has("body") ? node.get("body") : MissingNode.getInstance());
    }
}
