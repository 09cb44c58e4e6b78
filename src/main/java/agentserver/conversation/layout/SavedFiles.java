package agentserver.conversation.layout;

import agentserver.base.json.Uuids;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StartConversation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The two files of one Python conversation. The Python server rewrites them in place, so a crash can
/// leave either cut short while all events are whole: what can't be read is made up, and named, and the
/// conversation is in error. Used by one thread, once.
final class SavedFiles {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> IN_BOTH =
            List.of("confirmation_policy", "security_analyzer", "tags", "stuck_detection");

    private final Path directory;
    private final Salvage salvage;
    private final ObjectNode meta;
    private final ObjectNode state;

    /// @param stored reads what was stored
    /// @throws IOException when a file can't be read at all
    SavedFiles(Path directory, ObjectReader stored) throws IOException {
        this.directory = directory;
        salvage = new Salvage(stored);
        meta = salvage.object(directory.resolve(PythonLayout.META)).orElseGet(JSON::objectNode);
        state = salvage.object(directory.resolve(PythonLayout.STATE)).orElseGet(JSON::objectNode);
    }

    /// What both say, each under its name.
    JsonNode json() {
        var both = JSON.objectNode();
        both.set(PythonLayout.META, meta);
        both.set(PythonLayout.STATE, state);
        return both;
    }

    PythonConversation conversation() throws IOException {
        var start = start();
        var found = state(start).resumedWith(start);
        var known = new ConversationMeta(
                start, text("title").orElse(null), time("created_at"), time("updated_at"),
                id("forked_from_conversation_id").orElse(null),
                text("forked_from_event_id").orElse(null),
                meta.get(PythonLayout.PROFILE), bindings());
        return salvage.lost().isEmpty()
                ? new PythonConversation(found, known)
                : new PythonConversation(
                        found.with(draft -> draft.executionStatus = ExecutionStatus.ERROR), known,
                        salvage.lost());
    }

    /// What was asked for. Its agent is the one in use, if this server can let that one work: it is
    /// never looked at again.
    private StartConversation start() throws IOException {
        var asked = meta.deepCopy();
        var agent = state.path("agent");
        asked.remove("agent");
        if (agent.path("kind").asText("").equals("Agent") && agent.has("llm")) {
            asked.set("agent", agent);
        }
        var sound = JSON.objectNode().put("autotitle", false);
        sound.set("agent", unknownAgent());
        sound.set("workspace", state.path("workspace").has("working_dir")
                ? state.get("workspace")
                : JSON.objectNode().put("working_dir", "."));
        return salvage.read(asked, sound, StartConversation.class);
    }

    private static ObjectNode unknownAgent() {
        var agent = JSON.objectNode().put("kind", "Agent");
        agent.putObject("llm").put("model", "unknown");
        agent.putArray("tools");
        return agent;
    }

    private ConversationState state(StartConversation start) throws IOException {
        var sound = JSON.objectNode();
        sound.set("agent", unknownAgent());
        sound.putObject("workspace").put("working_dir", start.workspace().workingDir());
        sound.put("id", Uuids.hex(id()))
                .put("persistence_dir", directory.toString())
                .put("max_iterations", start.maxIterations())
                .put("stuck_detection", true)
                .put("execution_status", "error");
        sound.putObject("confirmation_policy").put("kind", "AlwaysConfirm");
        sound.putObject("stats").putObject("usage_to_metrics");
        sound.putObject("secret_registry").putObject("secret_sources");
        var saved = JSON.objectNode();
        IN_BOTH.stream().filter(meta::hasNonNull).forEach(name -> saved.set(name, meta.get(name)));
        saved.setAll(state);
        if (state.isEmpty() || isOurs(state.path("id"))) {
            return salvage.read(saved, sound, ConversationState.class);
        }
        salvage.lost("id");
        saved.remove("id");
        return salvage.read(saved, sound, ConversationState.class);
    }

    private boolean isOurs(JsonNode id) {
        return id.isTextual() && id.textValue().replace("-", "").equals(Uuids.hex(id()));
    }

    private UUID id() {
        var name = directory.toAbsolutePath().normalize().getFileName().toString();
        return PythonLayout.id(name).orElseGet(() -> UUID.nameUUIDFromBytes(name.getBytes()));
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(meta.path(name).textValue());
    }

    private Optional<UUID> id(String name) {
        try {
            return text(name).map(Uuids::parse);
        } catch (IllegalArgumentException _) {
            salvage.lost(name);
            return Optional.empty();
        }
    }

    private Instant time(String name) throws IOException {
        try {
            var text = text(name);
            if (text.isPresent()) {
                return Instant.parse(text.get().matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                        ? text.get() : text.get() + "Z");
            }
        } catch (DateTimeException _) { // said below
        }
        salvage.lost(name);
        return Files.getLastModifiedTime(directory.resolve(PythonLayout.META)).toInstant();
    }

    private List<String> bindings() {
        return meta.path(PythonLayout.BINDINGS).valueStream()
                .filter(JsonNode::isTextual).map(JsonNode::textValue).toList();
    }
}
