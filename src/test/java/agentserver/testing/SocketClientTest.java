package agentserver.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SocketClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void framesAreKeptInOrderAsJson() throws Exception {
        try (var server = new FakeSocketServer(List.of("{\"n\":1}", "{\"n\":2}"), 0, "");
                var client = SocketClient.open(server.base(), "/sockets/x", Map.of())) {
            var frames = client.awaitFrames(2, PATIENCE);

            assertEquals("[{\"n\":1}, {\"n\":2}]", frames.toString());
        }
    }

    @Test
    void aLongFrameArrivesWhole() throws Exception {
        var text = "x".repeat(200_000);
        try (var server = new FakeSocketServer(List.of("\"" + text + "\""), 0, "");
                var client = SocketClient.open(server.base(), "/sockets/x", Map.of())) {
            var frame = client.await(any -> true, PATIENCE);

            assertEquals(text, frame.textValue());
        }
    }

    @Test
    void theServersCloseCodeAndReasonAreKept() throws Exception {
        try (var server = new FakeSocketServer(List.of("1"), 4001, "Authentication failed");
                var client = SocketClient.open(server.base(), "/sockets/x", Map.of())) {
            var closing = client.awaitClosing(PATIENCE);

            assertEquals(new Closing(4001, "Authentication failed"), closing);
        }
    }

    @Test
    void aRefusedHandshakeTellsItsStatus() throws Exception {
        try (var server = new FakeSocketServer(List.of(), 0, "")) {
            var refused = assertThrows(HandshakeRefused.class,
                    () -> SocketClient.open(server.base(), "/refused", Map.of()));

            assertEquals(403, refused.status());
        }
    }

    @Test
    void waitingForAFrameThatNeverComesFailsAndShowsTheOthers() throws Exception {
        try (var server = new FakeSocketServer(List.of("{\"n\":1}"), 0, "");
                var client = SocketClient.open(server.base(), "/sockets/x", Map.of())) {
            client.awaitFrames(1, PATIENCE);

            var failure = assertThrows(AssertionError.class,
                    () -> client.await(frame -> frame.has("m"), Duration.ofMillis(50)));

            assertTrue(failure.getMessage().contains("{\"n\":1}"), failure.getMessage());
        }
    }

    @Test
    void waitingEndsWhenTheSocketDoes() throws Exception {
        try (var server = new FakeSocketServer(List.of(), 1012, "bye");
                var client = SocketClient.open(server.base(), "/sockets/x", Map.of())) {
            var failure = assertThrows(AssertionError.class,
                    () -> client.awaitFrames(1, Duration.ofMinutes(5)));

            assertTrue(failure.getMessage().contains("1012"), failure.getMessage());
        }
    }
}
