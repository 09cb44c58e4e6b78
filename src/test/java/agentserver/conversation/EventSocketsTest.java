package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.Await;
import agentserver.testing.Closing;
import agentserver.testing.HandshakeRefused;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSocketsTest {

    private static final Duration PATIENCE = Conversations.PATIENCE;
    private static final Duration SILENCE = Duration.ofMillis(200);
    private static final Map<String, String> KEY =
            Map.of("X-Session-API-Key", RunningServer.KEY);

    @TempDir
    private Path work;
    private ScriptedLlm model;
    private RunningServer server;
    private Conversations conversations;

    @BeforeEach
    void start() throws Exception {
        model = ScriptedLlm.start();
        restart(Map.of());
    }

    private void restart(Map<String, String> more) throws IOException {
        if (server != null) {
            server.close();
        }
        var environment = new HashMap<>(more);
        environment.put("OH_SESSION_API_KEYS_0", RunningServer.KEY);
        server = RunningServer.start(work, environment);
        conversations = new Conversations(server, model);
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    private SocketClient open(String id, String query) throws IOException, InterruptedException {
        return SocketClient.open(server.base(), "/sockets/events/" + id + query, KEY);
    }

    private String conversation() throws IOException, InterruptedException {
        return conversations.open(conversations.request("words"));
    }

    private void say(String id, String text) throws IOException, InterruptedException {
        var answer = conversations.client().post("/api/conversations/" + id + "/events",
                Conversations.message(text, false));
        assertEquals(200, answer.status(), answer.toString());
    }

    private void say(String id, int from, int to) throws IOException, InterruptedException {
        for (int i = from; i < to; i++) {
            say(id, "message " + i);
        }
    }

    private static boolean says(JsonNode event, String text) {
        return event.path("llm_message").toString().contains("\"" + text + "\"");
    }

    private static List<String> stored(List<JsonNode> frames) {
        return frames.stream()
                .filter(frame -> !frame.path("key").asText().equals("full_state"))
                .map(frame -> frame.get("id").asText()).toList();
    }

    private List<String> allIds(String id) throws IOException, InterruptedException {
        var ids = new ArrayList<String>();
        var page = "";
        do {
            var json = conversations.client()
                    .get("/api/conversations/" + id + "/events/search?limit=100" + page).json();
            json.get("items").forEach(event -> ids.add(event.get("id").asText()));
            page = "&page_id=" + json.path("next_page_id").asText();
        } while (!page.endsWith("null"));
        return ids;
    }

    @Test
    void whatTheClientSaysWaitsUntilItHasWhatItMissed() throws Exception {
        var id = conversation();
        say(id, 0, 150);
        var all = allIds(id);
        try (var client = SocketClient.openSaying(server.base(),
                "/sockets/events/" + id + "?resend_mode=all", KEY, "{}")) {
            var complaint = client.await(
                    frame -> frame.get("kind").asText().equals("ServerErrorEvent"), PATIENCE);

            assertEquals(1 + all.size(), client.frames().indexOf(complaint));
        }
    }

    @Test
    void theKeyMayComeByHeaderByQueryOrAsTheFirstMessage() throws Exception {
        var id = conversation();
        var path = "/sockets/events/" + id;
        try (var header = open(id, "");
             var query = SocketClient.open(server.base(),
                     path + "?session_api_key=" + RunningServer.KEY, Map.of());
             var first = SocketClient.open(server.base(), path, Map.of())) {
            first.send("{\"type\":\"auth\",\"session_api_key\":\"" + RunningServer.KEY + "\"}");

            for (var client : List.of(header, query, first)) {
                var frame = client.awaitFrames(1, PATIENCE).getFirst();
                assertEquals("full_state", frame.get("key").asText());
                assertFalse(frame.has("seq"), "only who asks for it gets a sequence");
            }
        }
    }

    @Test
    void aWrongKeyIsRefusedBeforeOrAfterTheHandshake() throws Exception {
        var id = conversation();
        var refused = Assertions.assertThrows(HandshakeRefused.class, () ->
                SocketClient.open(server.base(),
                        "/sockets/events/" + id + "?session_api_key=wrong", KEY));
        assertEquals(403, refused.status());
        try (var first = SocketClient.open(server.base(), "/sockets/events/" + id, Map.of())) {
            first.send("{\"type\":\"auth\",\"session_api_key\":\"wrong\"}");

            assertEquals(new Closing(4001, "Authentication failed"),
                    first.awaitClosing(PATIENCE));
        }
    }

    @Test
    void anUnknownConversationCloses4004AndABadParameterIsRefused() throws Exception {
        try (var unknown = open("00000000-0000-4000-8000-000000000000", "")) {
            assertEquals(new Closing(4004, "Conversation not found"),
                    unknown.awaitClosing(PATIENCE));
        }
        for (var query : List.of("?resend_mode=some", "?after=-1", "?after_timestamp=noon")) {
            var refused = Assertions.assertThrows(
                    HandshakeRefused.class, () -> open(conversation(), query));
            assertEquals(403, refused.status());
        }
    }

    @Test
    void theSubscriberAfterTheLastIsToldToTryLater() throws Exception {
        restart(Map.of("OH_MAX_SUBSCRIBERS", "2"));
        var id = conversation();
        try (var one = open(id, ""); var two = open(id, "")) {
            one.awaitFrames(1, PATIENCE);
            two.awaitFrames(1, PATIENCE);
            try (var three = open(id, "")) {
                assertEquals(new Closing(1013, "Too many connections for this conversation"),
                        three.awaitClosing(PATIENCE));
            }
        }
    }

    @Test
    void shutdownCloses1012() throws Exception {
        try (var client = open(conversation(), "")) {
            client.awaitFrames(1, PATIENCE);

            server.close();

            assertEquals(1012, client.awaitClosing(PATIENCE).code());
        }
    }

    @Test
    void slowSubscriberDelaysNobody() throws Exception {
        restart(Map.of("OH_MAX_QUEUED_EVENTS", "16", "OH_MAX_SUBSCRIBERS", "2"));
        var id = conversation();
        var big = "x".repeat(1 << 20);
        try (var slow = SleepyClient.open(server.base(), "/sockets/events/" + id + "?seq=1");
             var quick = open(id, "?resend_mode=all&seq=1")) {
            quick.awaitFrames(1, PATIENCE);
            int said = 0;
            for (; said < 60 && (said < 17 || !isRoomForAnother(id)); said++) {
                var text = big + said;
                say(id, text);
                quick.await(event -> says(event, text), PATIENCE);
            }

            var last = slow.awaitClose(); // it wakes while it may still be told why it was dropped
            assertEquals(200,
                    conversations.client().get("/api/conversations/" + id).status());
            assertEquals(said, quick.frames().stream()
                    .filter(event -> event.get("kind").asText().equals("MessageEvent")).count());
            assertEquals(1013, last.code(), last.reason());
            assertEquals("Too slow: the last sequence sent is " + slow.lastSequence(),
                    last.reason());
        }
    }

    private boolean isRoomForAnother(String id) throws IOException, InterruptedException {
        try (var another = open(id, "")) {
            return !another.framesWithin(1, PATIENCE).isEmpty();
        }
    }

    @Test
    void reconnectSeesEveryEventOnce() throws Exception {
        var id = conversation();
        var writer = Thread.ofVirtual().start(() -> {
            try {
                say(id, 0, 150);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var seen = new ArrayList<String>();
        long last = 0;
        while (writer.isAlive() || seen.size() < allIds(id).size()) {
            try (var client = open(id, "?resend_mode=seq&seq=1&after=" + last)) {
                client.framesWithin(1, PATIENCE); // or it is told that there is no place yet
                client.framesWithin(8, SILENCE);
                client.abort();
                for (var frame : client.frames()) {
                    assertTrue(frame.get("seq").asLong() >= last, frame.toString());
                    last = frame.get("seq").asLong();
                }
                seen.addAll(stored(client.frames()));
            }
        }

        assertEquals(allIds(id), seen);
    }

    @Test
    void sequencesSurviveARestart() throws Exception {
        var id = conversation();
        say(id, 0, 5);
        List<JsonNode> before;
        try (var client = open(id, "?resend_mode=all&seq=1")) {
            before = client.awaitFrames(1 + allIds(id).size(), PATIENCE);
        }
        restart(Map.of());
        var middle = before.get(before.size() / 2).get("seq").asLong();

        try (var client = open(id, "?resend_mode=seq&seq=true&after=" + middle)) {
            var expected = before.stream().skip(1)
                    .filter(frame -> frame.get("seq").asLong() > middle).toList();
            var after = client.awaitFrames(1 + expected.size(), PATIENCE);
            assertEquals(expected, after.subList(1, 1 + expected.size()));
            assertEquals(before.getLast().get("seq"), after.getFirst().get("last_seq"));
        }
    }

    @Test
    void theFirstFrameTellsWhereTheStreamStands() throws Exception {
        var id = conversation();
        say(id, 0, 2);
        try (var live = open(id, "?seq=1")) {
            var state = live.awaitFrames(1, PATIENCE).getFirst();
            assertEquals(state.get("last_seq"), state.get("seq"));
            say(id, "later");
            var next = live.await(event -> says(event, "later"), PATIENCE);
            assertTrue(next.get("seq").asLong() > state.get("seq").asLong());
            try (var again = open(id, "?seq=1&resend_mode=seq&after=" + state.get("seq"))) {
                assertEquals(next, again.await(event -> says(event, "later"), PATIENCE));
                assertEquals(state.get("seq"), again.frames().getFirst().get("seq"));
            }
        }
    }

    @Test
    void whatIsResentFollowsTheModeThatWasAskedFor() throws Exception {
        var id = conversation();
        say(id, 0, 3);
        var all = allIds(id);
        var third = conversations.events(id).get(2);
        for (var query : List.of("?resend_mode=all", "?resend_all=1", "?resend_mode=seq&after=0")) {
            try (var client = open(id, query)) {
                assertEquals(all, stored(client.awaitFrames(1 + all.size(), PATIENCE)), query);
            }
        }
        try (var client = open(id, "?resend_mode=since&after_timestamp="
                + third.get("timestamp").asText())) {
            assertEquals(all.subList(2, all.size()),
                    stored(client.awaitFrames(all.size() - 1, PATIENCE)));
        }
        for (var query : List.of("", "?resend_mode=since&resend_all=1", "?resend_mode=seq")) {
            try (var client = open(id, query)) {
                client.awaitFrames(1, PATIENCE);
                assertEquals(1, client.framesWithin(2, SILENCE).size(), query);
            }
        }
    }

    @Test
    void runEndsWithAFullStateFrame() throws Exception {
        model.on("words", ScriptedReply.text("Done."));
        var id = conversation();
        try (var client = open(id, "")) {
            client.awaitFrames(1, PATIENCE);
            client.send("{\"role\":\"user\",\"content\":\"hi\"}");

            client.await(frame -> frame.path("key").asText().equals("full_state")
                    && frame.at("/value/execution_status").asText().equals("finished"), PATIENCE);
            var frames = client.framesWithin(1000, SILENCE);
            assertEquals("full_state", frames.getLast().path("key").asText());
            assertEquals(allIds(id), stored(frames));
        }
    }

    @Test
    void whatCanNotBeTakenIsAnsweredAndTheSocketStaysOpen() throws Exception {
        var id = conversation();
        try (var client = open(id, "")) {
            for (var bad : List.of("{", "[]", "{\"role\":\"user\",\"content\":7}",
                    "{\"content\":\"x\"}", "{\"role\":\"assistant\",\"content\":\"x\"}")) {
                int before = client.awaitFrames(1, PATIENCE).size();
                client.send(bad);
                var answer = client.awaitFrames(before + 1, PATIENCE).getLast();
                assertEquals("ServerErrorEvent", answer.get("kind").asText(), bad);
            }
            client.send("{\"type\":\"auth\",\"session_api_key\":\"again\"}");
            assertEquals(List.of(), allIds(id));
        }
    }

    @Test
    void aMistakeIsNamedWithTheMemberThatItIsIn() throws Exception {
        try (var client = open(conversation(), "")) {
            client.awaitFrames(1, PATIENCE);
            client.send("{\"content\":\"x\"}");
            client.send("{\"role\":7,\"content\":\"x\"}");
            client.send("{\"role\":\"user\",\"content\":7}");
            var frames = client.awaitFrames(4, PATIENCE);

            assertEquals("role: Field required", frames.get(1).get("detail").asText());
            assertTrue(frames.get(2).get("detail").asText().startsWith("role: "));
            assertEquals("content: Input should be a text or a list of parts",
                    frames.get(3).get("detail").asText());
        }
    }

    @Test
    void aSequenceMayBeLong() throws Exception {
        var id = conversation();
        try (var client = open(id, "?resend_mode=seq&after=99999999999")) {
            assertEquals("full_state",
                    client.awaitFrames(1, PATIENCE).getFirst().path("key").asText());
        }
    }

    @Test
    void hundredReconnectsLeakNothing() throws Exception {
        restart(Map.of("OH_MAX_SUBSCRIBERS", "3"));
        var id = conversation();
        connectOnce(id, 0); // what is made once is made, for both ways to leave
        connectOnce(id, 1);
        Await.value("the first to go", PATIENCE, this::subscribers, now -> now == 0);
        int before = descriptors();
        var heapBefore = heapBytes();
        for (int i = 0; i < 100; i++) {
            connectOnce(id, i);
        }

        Await.value("descriptors to go", PATIENCE, EventSocketsTest::descriptors,
                now -> now <= before + 2);
        Await.value("threads to go", PATIENCE, this::subscribers, now -> now == 0);
        Await.value("memory to go", PATIENCE, EventSocketsTest::heapBytes,
                now -> now < heapBefore + 100 * 4_096); // less than half of what a socket holds
    }

    /// How many threads serve subscribers; they are virtual, and only a dump lists those.
    private long subscribers() throws IOException, InterruptedException {
        var dump = work.resolve("threads-" + UUID.randomUUID());
        var jcmd = new ProcessBuilder( // by default it gives up after 10 s
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "-J-Dsun.tools.attach.attachTimeout=60000",
                String.valueOf(ProcessHandle.current().pid()), "Thread.dump_to_file",
                dump.toString()).redirectErrorStream(true).start();
        try (var said = jcmd.inputReader()) {
            assertTrue(said.lines().toList().contains("Created " + dump));
        }
        try (var lines = Files.lines(dump)) {
            return lines.filter(line -> line.contains("\"subscriber\"")).count();
        }
    }

    /// What is in use once all garbage is gone.
    private static long heapBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /// Opens a socket and leaves it, by turns with and without a word. Three may be open at once, so one
    /// that stays makes a later one fail.
    private void connectOnce(String id, int turn) throws IOException, InterruptedException {
        var opened = Await.value("a place", PATIENCE, () -> {
            var client = open(id, "?resend_mode=all");
            var came = client.framesWithin(1, PATIENCE);
            if (came.isEmpty()) {
                client.close();
            }
            return came.isEmpty() ? List.<SocketClient>of() : List.of(client);
        }, clients -> !clients.isEmpty()).getFirst();
        if (turn % 2 == 0) {
            opened.close();
        } else {
            opened.abort();
        }
    }

    private static int descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        }
    }

    @Test
    void everyOneOfManySubscribersSeesTheEvent() throws Exception {
        var id = conversation();
        var clients = new ArrayList<SocketClient>();
        try {
            for (int i = 0; i < 200; i++) {
                clients.add(open(id, ""));
            }
            for (var client : clients) {
                client.awaitFrames(1, PATIENCE);
            }
            say(id, "to all");
            for (var client : clients) {
                client.await(event -> says(event, "to all"), PATIENCE);
            }
        } finally {
            clients.forEach(SocketClient::abort);
        }
    }

    @Test
    void keyNeverAppearsInAUrlWeLog() throws Exception {
        var secret = "key-that-nobody-may-read";
        try (var child = LoggingServer.start(work.resolve("child"), secret)) {
            var headers = Map.of("X-Session-API-Key", secret);
            var unknown = "/sockets/events/00000000-0000-4000-8000-000000000000";
            try (var client = SocketClient.open(child.base(),
                    unknown + "?session_api_key=" + secret, Map.of())) {
                client.awaitClosing(PATIENCE);
            }
            for (var path : List.of("/health", unknown, "/api/conversations/x/events/stream")) {
                child.get(path + "?session_api_key=" + secret + "&token=" + secret, headers);
            }
            var log = child.stopAndRead();
            assertTrue(log.contains("session_api_key=***"), log);
            assertFalse(log.contains(secret), log);
        }
    }

    @Test
    void manyClientsOnManyConversationsKeepTheirOrder() throws Exception {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            ids.add(conversation());
        }
        var clients = new ArrayList<SocketClient>();
        for (var id : ids) {
            clients.add(open(id, ""));
            clients.getLast().awaitFrames(1, PATIENCE);
        }
        var writers = IntStream.range(0, 4).mapToObj(i -> Thread.ofVirtual().start(() -> {
            try {
                say(ids.get(i), 0, 20);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        })).toList();
        for (var writer : writers) {
            assertTrue(writer.join(PATIENCE));
        }
        for (int i = 0; i < 4; i++) {
            clients.get(i).await(event -> says(event, "message 19"), PATIENCE);
            var client = clients.get(i);
            var all = allIds(ids.get(i));
            assertEquals(all, Await.value("all events", PATIENCE, () -> stored(client.frames()),
                    seen -> seen.size() >= all.size()));
            client.close();
        }
    }
}
