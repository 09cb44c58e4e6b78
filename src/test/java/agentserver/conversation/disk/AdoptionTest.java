package agentserver.conversation.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.conversation.state.ConversationInfo;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StateChange;
import agentserver.event.log.EventLog;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Takes over a directory that the Python server has written.
class AdoptionTest {

    private static final Path RECORDED =
            Path.of("src/test/resources/golden/disk/conversations/19c8b653008a401c80701426f4026b1c");
    private static final UUID ID = UUID.fromString("19c8b653-008a-401c-8070-1426f4026b1c");
    private static final String LEAF = "ba546f48-ed21-42cf-b315-859df16acbbc";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path base;

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
    }

    private static Map<String, String> files(Path directory) throws IOException {
        var texts = new TreeMap<String, String>();
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                texts.put(directory.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private static List<byte[]> recordedEvents() throws IOException {
        var events = new ArrayList<byte[]>();
        try (var files = Files.list(RECORDED.resolve("events"))) {
            for (var file : files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
                events.add(Files.readAllBytes(file));
            }
        }
        return events;
    }

    private Path recorded(Disk disk) throws IOException {
        var directory = disk.places.directory(ID);
        copy(RECORDED, directory);
        return directory;
    }

    private static void assertEvents(List<byte[]> wanted, EventLog log) {
        assertEquals(wanted.size(), log.eventCount());
        for (int i = 0; i < wanted.size(); i++) {
            assertArrayEquals(wanted.get(i), log.event(i));
        }
    }

    @Test
    void everyEventKeepsItsBytesAndTheStateIsTheSame() throws Exception {
        try (var disk = new Disk(base)) {
            recorded(disk);

            var stored = disk.store.open(ID).orElseThrow();

            assertEvents(recordedEvents(), stored.log());
            assertEquals(ExecutionStatus.FINISHED, stored.state().executionStatus());
            assertEquals(LEAF, stored.state().leafEventId());
            assertEquals(406, stored.state().stats().usageToMetrics().get("agent")
                    .accumulatedTokenUsage().promptTokens());
            assertEquals("sk-golden",
                    stored.state().agent().runnable().llm().apiKey().orElseThrow().reveal().substring(0, 9));
            assertEquals(Instant.parse("2026-11-20T04:42:41.837442Z"), stored.meta().createdAt());
            assertEquals(Instant.parse("2026-11-20T04:42:44.001727Z"), stored.meta().updatedAt());
            stored.log().close();
            stored.custody().close();
        }
    }

    @Test
    void listingDoesNotAdopt() throws Exception {
        try (var disk = new Disk(base)) {
            var directory = recorded(disk);
            disk.store.start(_ -> {});

            assertEquals(1, disk.store.catalogue().count(Optional.of(ExecutionStatus.FINISHED)));
            assertEquals(LEAF, disk.store.view(ID).orElseThrow().state().leafEventId());
            assertFalse(Files.exists(directory.resolve(DiskConversations.LOG_FILE)));
        }
    }

    @Test
    void theOriginalFilesStayAsTheyWere() throws Exception {
        try (var disk = new Disk(base)) {
            var directory = recorded(disk);
            var before = files(directory);

            var stored = disk.store.open(ID).orElseThrow();
            stored.log().close();
            stored.custody().close();

            var after = files(directory);
            after.keySet().retainAll(before.keySet());
            assertEquals(before, after);
        }
    }

    @Test
    void adoptionThatWasCutShortBeginsAgain() throws Exception {
        try (var disk = new Disk(base)) {
            var directory = recorded(disk);
            Files.writeString(directory.resolve("events.jsonl.adopting"), "{\"seq\":1,\"sum\":\"0");

            var stored = disk.store.open(ID).orElseThrow();

            assertEvents(recordedEvents(), stored.log());
            assertFalse(Files.exists(directory.resolve("events.jsonl.adopting")));
            stored.log().close();
            stored.custody().close();
        }
    }

    @Test
    void eventsOfOldAndUnknownKindsGapsAndRubbishAreSurvived() throws Exception {
        try (var disk = new Disk(base)) {
            var events = recorded(disk).resolve("events");
            var odd = "{\"kind\":\"NewThing\",\n\"id\":\"00000000-0000-4000-8000-000000000001\","
                    + "\"timestamp\":\"2026-11-20T04:43:00.5\",\"source\":\"agent\",\"y\":1.0}";
            Files.writeString(
                    events.resolve("event-00019-00000000-0000-4000-8000-000000000001.json"), odd);
            Files.writeString(
                    events.resolve("event-00020-00000000-0000-4000-8000-000000000002.json"), "{");
            Files.writeString(events.resolve("notes.txt"), "not an event");

            var stored = disk.store.open(ID).orElseThrow();

            assertEquals(18, stored.log().eventCount());
            assertEquals(JSON.readTree(odd), JSON.readTree(stored.log().event(17)));
            assertEquals(16, stored.log().parent(17).orElseThrow());
            assertEquals(LEAF, stored.state().leafEventId());
            stored.log().close();
            stored.custody().close();
        }
    }

    @Test
    void exportGivesTheSameFilesBack() throws Exception {
        try (var disk = new Disk(base)) {
            recorded(disk);
            var exchange = new PythonExchange(disk.places, disk.store, disk.python);
            var stored = disk.store.open(ID).orElseThrow();
            stored.log().close();
            stored.custody().close();
            var target = base.resolve("export").resolve("19c8b653008a401c80701426f4026b1c");

            assertEquals(17, exchange.export(ID, target));

            assertEquals(eventFiles(RECORDED), eventFiles(target));
            assertSameJson(RECORDED.resolve("meta.json"), target.resolve("meta.json"));
            assertSameJson(RECORDED.resolve("base_state.json"), target.resolve("base_state.json"));
            assertThrows(IOException.class, () -> exchange.export(ID, target));
        }
    }

    @Test
    void profileAndBindingsOfTheAgentAreKeptInTheLogTheSnapshotAndTheExport() throws Exception {
        try (var disk = new Disk(base)) {
            var directory = recorded(disk);
            edit(directory.resolve("meta.json"), meta -> {
                meta.putObject("launched_agent_profile")
                        .put("agent_profile_id", "7d3f0c3f-70c1-4a30-9e5f-7e5b4f0c3f7e")
                        .put("revision", 3);
                meta.putArray("required_runtime_credential_bindings").add("CODEX_AUTH_JSON");
            });
            var wanted = disk.store.view(ID).orElseThrow().meta();
            assertEquals(3, wanted.launchedAgentProfile().get("revision").intValue());
            assertEquals(List.of("CODEX_AUTH_JSON"), wanted.requiredRuntimeCredentialBindings());

            try (var journal = disk.open(ID)) { // from the log; its closing makes the snapshot
                assertEquals(wanted, journal.meta());
                journal.change(new StateChange.Titled("Mine", null));
            }
            assertEquals(wanted.titled("Mine"), disk.store.view(ID).orElseThrow().meta());

            var target = base.resolve("export").resolve(directory.getFileName());
            new PythonExchange(disk.places, disk.store, disk.python).export(ID, target);
            var exported = JSON.readTree(target.resolve("meta.json").toFile());
            assertEquals(wanted.launchedAgentProfile(), exported.get("launched_agent_profile"));
            assertEquals("[\"CODEX_AUTH_JSON\"]",
                    exported.get("required_runtime_credential_bindings").toString());
            var info = ConversationInfo.of(
                    disk.store.view(ID).orElseThrow().state(), wanted, List.of());
            assertEquals(wanted.launchedAgentProfile(), info.launchedAgentProfile());
        }
    }

    @Test
    void agentAndAnalyzerOfOtherKindsAreGivenBackAsTheyWere() throws Exception {
        try (var disk = new Disk(base)) {
            var directory = recorded(disk);
            edit(directory.resolve("base_state.json"), state -> {
                var agent = state.putObject("agent").put("kind", "ACPAgent").putNull("acp_model");
                agent.putObject("acp_env").put("KEY", disk.keys.encrypt("sk-hello"));
                agent.putArray("acp_command").add("codex");
                state.putObject("security_analyzer").put("kind", "Other").put("level", 1.50);
            });
            disk.open(ID).close();

            var target = base.resolve("export").resolve(directory.getFileName());
            new PythonExchange(disk.places, disk.store, disk.python).export(ID, target);

            for (var member : List.of("agent", "security_analyzer")) {
                assertEquals(
                        JSON.readTree(directory.resolve("base_state.json").toFile()).get(member),
                        JSON.readTree(target.resolve("base_state.json").toFile()).get(member));
            }
        }
    }

    /// Changes a file of the Python server.
    private static void edit(Path file, Consumer<ObjectNode> change) throws IOException {
        var tree = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(tree);
        JSON.writeValue(file.toFile(), tree);
    }

    private static Map<String, String> eventFiles(Path directory) throws IOException {
        var texts = files(directory.resolve("events"));
        texts.remove(".eventlog.lock");
        return texts;
    }

    /// Tokens differ with each encryption, and a list that is absent is an empty one.
    private static void assertSameJson(Path wanted, Path file) throws IOException {
        var mask = "\"gAAAAA[^\"]*\"";
        var ours = Files.readString(file).replaceAll(mask, "\"token\"");
        var theirs = Files.readString(wanted).replaceAll(mask, "\"token\"")
                .replace("\"plugins\":null", "\"plugins\":[]");
        assertEquals(JSON.readTree(theirs), JSON.readTree(ours));
    }

    @Test
    void exportIsImportedByAnotherServer() throws Exception {
        var target = base.resolve("export").resolve(Disk.ID.toString().replace("-", ""));
        try (var disk = new Disk(base.resolve("a"))) {
            try (var journal = disk.create()) {
                Disk.say(journal, "take me along");
            }
            new PythonExchange(disk.places, disk.store, disk.python).export(Disk.ID, target);
        }
        try (var disk = new Disk(base.resolve("b"))) {
            var exchange = new PythonExchange(disk.places, disk.store, disk.python);

            assertEquals(Disk.ID, exchange.take(target));

            try (var journal = disk.open()) {
                assertEquals("sk-hello", journal.state().agent().runnable().llm().apiKey()
                        .orElseThrow().reveal());
                assertEquals(2, journal.log().eventCount());
                Disk.say(journal, "here");
            }
            assertThrows(IOException.class, () -> exchange.take(target));
        }
    }

    @Test
    void whatCantBeReadIsListedInErrorAndLeftAlone() throws Exception {
        try (var disk = new Disk(base)) {
            var directory = recorded(disk);
            Files.writeString(directory.resolve("base_state.json"), "{\"id\": 1}");
            disk.store.start(_ -> {});

            assertEquals(1, disk.store.catalogue().count(Optional.of(ExecutionStatus.ERROR)));
            assertFalse(Files.exists(directory.resolve(DiskConversations.LOG_FILE)));
        }
    }
}
