package agentserver.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// The time limit of a head, shortened to four seconds; the JDK's server reads it once in a process.
class SlowClientTest {

    private static final String OPENS =
            "--add-opens=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED";
    private static final int BODY_BYTES = 10_000;
    private static final Duration DRIP = Duration.ofMillis(100);

    @Test
    void headThatDripsIsClosedButABodyThatDripsIsNot() throws Exception {
        try (var server = new ChildServer(OPENS, "-Dsun.net.httpserver.maxReqTime=4")) {
            int port = server.port();
            try (var first = RawConnection.to(port)) { // loads classes: no head waits for that
                first.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n");
                first.readAnswer();
            }
            try (var body = RawConnection.to(port); var head = RawConnection.to(port)) {
                body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY_BYTES
                        + "\r\n\r\n");
                head.send("GET /small HTTP/1.1\r\nX-A: ");

                int sent = dripUntilClosed(head, body);
                body.send("x".repeat(BODY_BYTES - sent));

                assertTrue(body.readAnswer().startsWith("HTTP/1.1 200 "));
            }
        }
    }

    /// Sends a byte on both, again and again, until the first is closed.
    ///
    /// @return how many bytes the second has taken
    private static int dripUntilClosed(RawConnection first, RawConnection second) {
        int sent = 0;
        for (; sent < BODY_BYTES / 2 && takes(first); sent++) {
            second.send("x");
            LockSupport.parkNanos(DRIP.toNanos());
        }
        assertTrue(sent < BODY_BYTES / 2, "it is not closed");
        return sent;
    }

    private static boolean takes(RawConnection connection) {
        try {
            connection.send("x");
            return true;
        } catch (UncheckedIOException _) { // closed
            return false;
        }
    }

    @Test
    void serverThatCannotHandConnectionsOverSaysHowToStartIt() throws Exception {
        try (var server = new ChildServer()) {
            var output = server.output();

            assertTrue(output.contains(
                    "start with --add-opens=jdk.httpserver/sun.net.httpserver=agentserver"),
                    output);
        }
    }
}
