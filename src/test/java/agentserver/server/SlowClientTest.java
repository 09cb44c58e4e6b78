package agentserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// The time limit of a head, shortened to two seconds; the JDK's server reads it once in a process.
class SlowClientTest {

    private static final String OPENS =
            "--add-opens=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED";

    /// Sends a byte each tenth of a second until the time is over or the server has closed.
    private static boolean drips(RawConnection connection, String bytes, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (int i = 0; System.nanoTime() < end; i++) {
                connection.send(bytes.substring(i % bytes.length(), i % bytes.length() + 1));
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            return true;
        } catch (RuntimeException _) { // the server closed
            return false;
        }
    }

    @Test
    void headThatDripsIsClosedButABodyThatDripsIsNot() throws Exception {
        try (var server = new ChildServer(OPENS, "-Dsun.net.httpserver.maxReqTime=2")) {
            int port = server.port();
            try (var head = RawConnection.to(port); var body = RawConnection.to(port)) {
                head.send("GET /small HTTP/1.1\r\nX-A: ");
                body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 51\r\n\r\n");

                assertTrue(drips(body, "x", Duration.ofSeconds(5)));
                assertEquals("", head.readToEnd());
                body.send("x".repeat(51));

                assertTrue(body.readAnswer().startsWith("HTTP/1.1 200 "));
            }
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
