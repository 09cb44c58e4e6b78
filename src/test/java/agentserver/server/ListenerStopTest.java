package agentserver.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.server.socket.JettySockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the end of a listener waits for.
class ListenerStopTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final Router router = new Router().add(Route.get("/small", Door.PUBLIC,
            _ -> Answer.detail(200, "small")))
            .add(Route.get("/large", Door.PUBLIC, _ -> {
                asked.countDown();
                return Answer.bytes(200, "text/plain", new byte[32 << 20]);
            }));
    private Gate gate;
    private HttpListener listener;

    @BeforeEach
    void open() throws IOException {
        gate = new Gate(router, new Json(List.of()), new LiveSettings(RunningServer.settings()),
                RequestMetrics.NONE, new JettySockets(), _ -> { });
        listener = new HttpListener(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), gate, LONG);
    }

    @AfterEach
    void close() {
        listener.close();
        gate.close();
    }

    @Test
    void aClientThatGoesBeforeItHasAskedIsNotWaitedFor() throws Exception {
        var half = RawConnection.to(listener.port());
        half.send("GET /sm");
        askAnother(); // behind the half, and so that one was seen
        var closing = Thread.startVirtualThread(listener::close);
        assertFalse(closing.join(Duration.ofMillis(200)), "the half may still become whole");

        half.close();

        assertTrue(closing.join(PATIENCE));
    }

    @Test
    void aClientThatGoesInTheMiddleOfItsAnswerIsNotWaitedFor() throws Exception {
        var gone = RawConnection.to(listener.port());
        gone.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
        assertTrue(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        gone.close();

        assertTrue(Thread.startVirtualThread(listener::close).join(PATIENCE));
    }

    private void askAnother() {
        try (var whole = RawConnection.to(listener.port())) {
            whole.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n");
            assertTrue(whole.readAnswer().startsWith("HTTP/1.1 200 "));
        }
    }
}
