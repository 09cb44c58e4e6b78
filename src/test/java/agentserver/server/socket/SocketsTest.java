package agentserver.server.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import agentserver.base.param.Param;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.EdgeSettings;
import agentserver.server.RawConnection;
import agentserver.server.Route;
import agentserver.server.Router;
import agentserver.server.RunningServer;
import agentserver.server.Socket;
import agentserver.server.SocketLimits;
import agentserver.server.SocketRequest;
import agentserver.server.SocketSession;
import agentserver.testing.Conditions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketsTest {

    private static final Param<UUID> ID = Param.uuid("id").required();
    private static final Param<Optional<Integer>> LIMIT = Param.integer("limit");
    private static final String PATH = "/sockets/echo/" + new UUID(0, 1);
    private static final String KEY = "X-Session-API-Key: k1\r\n";

    /// Sends back what it gets, and does what some words say.
    private final class Echo implements SocketSession {
        private final Socket socket;

        Echo(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void text(String message) throws Exception {
            switch (message) {
                case "fail" -> throw new IllegalStateException("as asked");
                case "close" -> socket.close(4004, "Conversation not found");
                case "flood" -> flood();
                case "wait" -> gate.await();
                default -> socket.send(message.getBytes(StandardCharsets.UTF_8));
            }
        }

        private void flood() {
            try {
                while (true) {
                    socket.send(new byte[1 << 16]);
                }
            } catch (IOException e) {
                events.add("flood ended: " + e.getMessage());
            }
        }

        @Override
        public void binary() throws Exception {
            socket.send("binary".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void closed(int code, String reason) {
            events.add("closed " + code + " " + reason);
        }
    }

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean ready = true;
    private RunningServer server;

    @BeforeEach
    void start() {
        server = start(SocketLimits.DEFAULT);
    }

    private RunningServer start(SocketLimits limits) {
        EdgeSettings settings = RunningServer.settings("k1", "k2").withSockets(limits);
        return RunningServer.with(settings, _ -> {
            if (!ready) {
                throw new Fault.NotReady("dormant", Duration.ofSeconds(1));
            }
        }, this::addTo);
    }

    private void addTo(Router router) {
        router.add(Route.get("/small", Door.PUBLIC, _ -> Answer.detail(200, "small")))
                .socket("/sockets/echo/{id}", List.of(ID, LIMIT), this::open);
    }

    private SocketSession open(Socket socket, SocketRequest request) throws IOException {
        events.add("opened " + request.value(ID) + " " + request.value(LIMIT));
        socket.send(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
        return new Echo(socket);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        server.close();
    }

    /// What was read together with the head is handed over with it, at most 8 KB.
    @ParameterizedTest
    @ValueSource(ints = {0, 4_000, 7_500, 7_900, 8_000, 8_150, 12_000, 20_000})
    void whatComesBehindAHandshakeOfAnyLengthIsHeard(int cookieBytes) throws Exception {
        for (int length : List.of(1, 3_900, 7_000, 8_100, 9_000, 30_000)) {
            var early = new ByteArrayOutputStream();
            early.writeBytes(FrameClient.frame(0x81, "x".repeat(length)));
            early.writeBytes(FrameClient.frame(0x81, "second"));
            var headers = KEY + "Cookie: " + "c".repeat(cookieBytes) + "\r\n"
                    + "Origin: http://" + "o".repeat(100) + "\r\n";
            try (var client = FrameClient.openWith(
                    server.port(), PATH, headers, early.toByteArray())) {
                assertEquals("hello", client.readText());
                assertEquals(length, client.readText().length(), cookieBytes + " + " + length);
                assertEquals("second", client.readText());
                client.sendText("later");
                assertEquals("later", client.readText());
            }
        }
    }

    private void restart(SocketLimits limits) {
        server.close();
        server = start(limits);
    }

    private FrameClient connect(String path, String headers) {
        return FrameClient.open(server.port(), path, headers);
    }

    private String refusal(String path, String headers) {
        try (var connection = server.raw()) {
            connection.send(FrameClient.handshake(path, headers));
            return connection.readAnswer();
        }
    }

    private String event() throws InterruptedException {
        return Optional.ofNullable(events.poll(30, TimeUnit.SECONDS)).orElse("nothing in 30 s");
    }

    @Test
    void keyInTheHeaderOpensASocket() throws Exception {
        try (var client = connect(PATH + "?limit=3", KEY)) {
            assertEquals("hello", client.readText());
            client.sendText("one");
            assertEquals("one", client.readText());
        }

        assertEquals("opened 00000000-0000-0000-0000-000000000001 Optional[3]", event());
        assertEquals("closed 1006", event().strip().substring(0, 11));
    }

    @Test
    void keyInTheQueryCountsMoreThanTheHeader() {
        try (var client = connect(PATH + "?session_api_key=k2", "X-Session-API-Key: wrong\r\n")) {
            assertEquals("hello", client.readText());
        }
        assertTrue(refusal(PATH + "?session_api_key=wrong", KEY).startsWith("HTTP/1.1 403 "));
        assertTrue(refusal(PATH + "?session_api_key=", KEY).startsWith("HTTP/1.1 403 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/sockets/echo/zzz", "/sockets/nope", "/nope",
        "/sockets/echo/00000000-0000-0000-0000-000000000001?limit=x"})
    void handshakeThatAsksForSomethingElseIs403WithoutABody(String path) {
        var answer = refusal(path, KEY);

        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }

    @Test
    void refusedConnectionStaysUsableForRequests() {
        try (var connection = server.raw()) {
            connection.send(FrameClient.handshake(PATH, "X-Session-API-Key: wrong\r\n"));
            connection.readAnswer();
            connection.send("GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertTrue(connection.readAnswer().startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void plainRequestToASocketIsNotFound() {
        assertEquals(404, server.get(PATH).statusCode());
    }

    @Test
    void serverThatIsNotReadyRefusesSocketsWith503() {
        ready = false;

        assertTrue(refusal(PATH, KEY).startsWith("HTTP/1.1 503 "));
    }

    @Test
    void firstMessageMayBringTheKey() throws Exception {
        try (var client = connect(PATH, "")) {
            assertTrue(events.isEmpty());

            client.sendText("{\"type\": \"auth\", \"session_api_key\": \"k1\", \"more\": 1}");

            assertEquals("hello", client.readText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\": \"auth\", \"session_api_key\": \"wrong\"}",
        "{\"type\": \"auth\", \"session_api_key\": 5}",
        "{\"type\": \"auth\"}", "{\"type\": \"hello\"}", "zzz", "[]", ""})
    void firstMessageWithoutTheKeyEndsTheSocket(String message) {
        try (var client = connect(PATH, "")) {
            client.sendText(message);

            assertEquals("4001 Authentication failed", client.readClose());
        }
        assertTrue(events.isEmpty());
    }

    @Test
    void binaryFirstMessageEndsTheSocket() {
        try (var client = connect(PATH, "")) {
            client.send(0x82, new byte[] {1, 2});

            assertEquals("4001 Authentication failed", client.readClose());
        }
    }

    @Test
    void silentPeerIsRefusedInTime() {
        restart(new SocketLimits(10, 1000, Duration.ofMillis(200), Duration.ofSeconds(5),
                Duration.ofSeconds(25)));
        try (var client = connect(PATH, "")) {
            assertEquals("4001 Authentication failed", client.readClose());
        }
    }

    @Test
    void authMessageThatIsNotNeededIsPassedOver() {
        try (var client = connect(PATH, KEY)) {
            client.sendText("{\"type\": \"auth\", \"session_api_key\": \"wrong\"}");
            client.sendText("{\"type\": \"auth\", \"role\": \"user\"}");

            assertEquals("hello", client.readText());
            assertEquals("{\"type\": \"auth\", \"role\": \"user\"}", client.readText());
        }
    }

    @Test
    void newKeysHoldForSocketsAtOnce() {
        server.live.swap(RunningServer.settings("k9"));

        assertTrue(refusal(PATH, KEY).startsWith("HTTP/1.1 403 "));
    }

    @Test
    void frameInTheSamePacketAsTheHandshakeIsNotLost() {
        try (var client = FrameClient.openWith(
                server.port(), PATH, KEY, FrameClient.frame(0x81, "early"))) {
            assertEquals("hello", client.readText());
            assertEquals("early", client.readText());
        }
    }

    @Test
    void socketOpensOnAConnectionThatServedRequestsBefore() {
        var connection = server.raw();
        connection.send("GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n");
        connection.readAnswer();

        try (var client = FrameClient.on(connection, PATH, KEY)) {
            assertEquals("hello", client.readText());
        }
    }

    @Test
    void handshakeWithLongCookiesOpensASocket() {
        try (var client = connect(PATH, KEY + "Cookie: " + "x".repeat(20_000) + "\r\n")) {
            assertEquals("hello", client.readText());
        }
    }

    @Test
    void handshakeWithLongExtensionsIs431() {
        var answer = refusal(PATH, KEY + "Sec-WebSocket-Extensions: " + "x".repeat(8000) + "\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
    }

    @Test
    void otherProtocolVersionIs426() {
        var handshake = FrameClient.handshake(PATH, KEY).replace("Version: 13", "Version: 8");
        try (var connection = server.raw()) {
            connection.send(handshake);

            var answer = connection.readAnswer();
            assertTrue(answer.startsWith("HTTP/1.1 426 "), answer);
            assertTrue(answer.toLowerCase().contains("sec-websocket-version: 13"), answer);
        }
    }

    @Test
    void handshakeWithABadKeyIs400() {
        var handshake = FrameClient.handshake(PATH, KEY).replace("Key: dGhl", "Key: dG");
        try (var connection = server.raw()) {
            connection.send(handshake);

            assertTrue(connection.readAnswer().startsWith("HTTP/1.1 400 "));
        }
    }

    @Test
    void messageInPiecesArrivesWhole() {
        try (var client = connect(PATH, KEY)) {
            client.send(0x01, "one ".getBytes(StandardCharsets.UTF_8));
            client.send(0x89, "ping".getBytes(StandardCharsets.UTF_8));
            client.send(0x80, "two".getBytes(StandardCharsets.UTF_8));

            assertEquals("hello", client.readText());
            assertEquals("one two", client.readText());
        }
    }

    @Test
    void messageOfManyKilobytesGoesBothWays() {
        var text = "ä".repeat(300_000);
        try (var client = connect(PATH, KEY)) {
            assertEquals("hello", client.readText());
            client.sendText(text);

            assertEquals(text, client.readText());
        }
    }

    @Test
    void tooLongMessageEndsTheSocketWith1009() {
        restart(new SocketLimits(10, 1000, Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofSeconds(25)));
        try (var client = connect(PATH, KEY)) {
            client.sendText("x".repeat(1001));

            assertEquals("1009 Message too large", client.readClose());
        }
    }

    @Test
    void textThatIsNoUtf8EndsTheSocketWith1007() {
        try (var client = connect(PATH, KEY)) {
            client.send(0x81, new byte[] {(byte) 0xc3, 0x28});

            assertEquals("1007 Not UTF-8", client.readClose());
        }
    }

    @Test
    void binaryMessageIsToldToTheSession() {
        try (var client = connect(PATH, KEY)) {
            assertEquals("hello", client.readText());
            client.send(0x82, new byte[5000]);

            assertEquals("binary", client.readText());
        }
    }

    @Test
    void sessionThatFailsEndsItsSocketWith1011() throws Exception {
        try (var client = connect(PATH, KEY)) {
            client.sendText("fail");

            assertEquals("1011 Internal error", client.readClose());
        }
    }

    @Test
    void sessionClosesWithACodeOfItsOwn() throws Exception {
        try (var client = connect(PATH, KEY)) {
            client.sendText("close");

            assertEquals("4004 Conversation not found", client.readClose());
            client.answerClose(4004);
        }
        event();
        assertEquals("closed 4004", event().strip());
    }

    @Test
    void peerThatClosesIsAnsweredAndTheSessionTold() throws Exception {
        try (var client = connect(PATH, KEY)) {
            assertEquals("hello", client.readText());
            client.answerClose(1000);

            assertEquals("1000", client.readClose().strip());
        }
        event();
        assertEquals("closed 1000 ", event());
        Conditions.until(() -> server.sockets.count() == 0);
    }

    @Test
    void slowSessionHoldsBackItsPeerButLosesNothing() {
        try (var client = connect(PATH, KEY)) {
            assertEquals("hello", client.readText());
            client.sendText("wait");
            for (int i = 0; i < 100; i++) {
                client.sendText("message " + i);
            }
            gate.countDown();

            for (int i = 0; i < 100; i++) {
                assertEquals("message " + i, client.readText());
            }
        }
    }

    @Test
    void pingIsAnsweredWhileASessionWorks() {
        try (var client = connect(PATH, KEY)) {
            assertEquals("hello", client.readText());
            client.sendText("wait");
            client.send(0x89, "are you there".getBytes(StandardCharsets.UTF_8));

            assertEquals("are you there", client.readPong());
        }
    }

    @Test
    void peerThatTakesNothingIsDroppedInTime() throws Exception {
        restart(new SocketLimits(10, 1000, Duration.ofSeconds(10), Duration.ofSeconds(3),
                Duration.ofSeconds(25)));
        try (var client = connect(PATH, KEY)) {
            client.sendText("flood");
            event();

            assertEquals("flood ended: the peer did not take a message in time", event());
        }
    }

    @Test
    void silentPeersArePingedAndDropped() throws Exception {
        restart(new SocketLimits(10, 1000, Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofMillis(300)));
        try (var client = connect(PATH, KEY)) {
            client.awaitPing();
            client.awaitPing();
            Conditions.until(() -> server.sockets.count() == 0);
        }
    }

    @Test
    void ofManyHandshakesAtOnceNoMoreThanTheLimitSucceed() throws Exception {
        restart(new SocketLimits(3, 1000, Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofSeconds(25)));
        var start = new CountDownLatch(1);
        var connections = new ConcurrentLinkedQueue<RawConnection>();
        var answers = new ArrayList<Future<String>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 30; i++) {
                answers.add(threads.submit(() -> {
                    var connection = server.raw();
                    connections.add(connection);
                    start.await();
                    connection.send(FrameClient.handshake(PATH, KEY));
                    return connection.readAnswer();
                }));
            }
            start.countDown();
        }
        var statuses = answers.stream().map(answer -> answer.resultNow().substring(9, 12))
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));

        assertEquals(Map.of("101", 3L, "503", 27L), statuses);
        connections.forEach(RawConnection::close);
        Conditions.until(() -> server.sockets.count() == 0);
    }

    @Test
    void socketBeyondTheLimitIsRefused() throws Exception {
        restart(new SocketLimits(1, 1000, Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofSeconds(25)));
        try (var client = connect(PATH, KEY)) {
            assertEquals("hello", client.readText());

            assertTrue(refusal(PATH, KEY).startsWith("HTTP/1.1 503 "));
        }
        Conditions.until(() -> server.sockets.count() == 0);
        try (var client = connect(PATH, KEY)) {
            assertEquals("hello", client.readText());
        }
    }

    @Test
    void shutdownClosesWith1012() throws Exception {
        try (var client = connect(PATH, KEY)) {
            assertEquals("hello", client.readText());
            var closing = Thread.startVirtualThread(server.sockets::close);

            assertEquals("1012 Server shutting down", client.readClose());
            client.answerClose(1012);
            assertTrue(closing.join(Duration.ofSeconds(30)));
        }
    }

    @Test
    void compressionIsOfferedAndWorks() {
        try (var client = connect(PATH, KEY
                + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n")) {
            assertTrue(client.answer().toLowerCase().contains(
                    "sec-websocket-extensions: permessage-deflate"), client.answer());
            assertEquals("hello", client.readText());
            client.send(0xc1, FrameClient.deflate("squeezed"));

            assertEquals("squeezed", client.readText());
        }
    }

    @Test
    void hundredReconnectsLeakNothing() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (var client = connect(PATH, KEY)) {
                assertEquals("hello", client.readText());
            }
        }
        Conditions.until(() -> server.sockets.count() == 0);
        assertFalse(server.get("/small").body().isEmpty());
    }

    @Test
    void serverStopsInTimeWithSocketsOpen() throws Exception {
        var client = connect(PATH, KEY);
        assertEquals("hello", client.readText());

        var closing = Thread.startVirtualThread(server::close);

        assertTrue(closing.join(Duration.ofSeconds(30)), "a peer that says nothing holds it up");
        assertThrows(RuntimeException.class, () -> RawConnection.to(server.port()));
        client.close();
    }
}
