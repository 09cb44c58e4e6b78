package agentserver.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Listens on one port and hands each request to the gate, on a virtual thread of its own.
public final class HttpListener implements AutoCloseable {

    /// What bounds connections, beneath the gate.
    ///
    /// @param most      how many are open at once; more are closed when they come, and so are some
    ///                  that half the heap could not hold: an unfinished head may take some 36 KB
    /// @param headers   how many headers the gate allows, and `headBytes` how long they may be
    /// @param head      how long a head may take to come in
    /// @param keepAlive how long a connection stays open between two requests
    public record Connections(
            int most, int headers, int headBytes, Duration head, Duration keepAlive) {

        public static final Connections DEFAULT = new Connections(
                20_000, 100, 32 << 10, Duration.ofSeconds(20), Duration.ofSeconds(90));

        private static final long CONNECTION_BYTES = 72 << 10;

        /// What the JDK's server reads once, when it is first used. It gets room beyond the gate's
        /// bounds, so that the gate still sees what it refuses with 431.
        private Map<String, String> properties() {
            var open = Long.toString(
                    Math.min(most, Runtime.getRuntime().maxMemory() / CONNECTION_BYTES));
            return Map.of(
                    "sun.net.httpserver.nodelay", "true",
                    "sun.net.httpserver.maxIdleConnections", open,
                    "jdk.httpserver.maxConnections", open,
                    "sun.net.httpserver.maxReqTime", seconds(head),
                    "sun.net.httpserver.maxReqHeaders", Integer.toString(
                            Math.max(1_500, 2 * headers)),
                    "sun.net.httpserver.maxReqHeaderSize", Integer.toString(
                            Math.max(64 << 10, 2 * headBytes)),
                    "sun.net.httpserver.idleInterval", seconds(keepAlive),
                    "sun.net.httpserver.clockTick", Long.toString(
                            Math.clamp(keepAlive.toMillis() / 4, 250, 10_000)),
                    "com.sun.net.httpserver.HttpServerProvider",
                    "sun.net.httpserver.DefaultHttpServerProvider");
        }

        private static String seconds(Duration duration) {
            return Long.toString(whole(duration));
        }
    }

    private static final int BACKLOG = 1024;

    /// When the JDK's server is first asked again to stop. It looks whether it may when it is told to
    /// and when an answer was sent, but not when a connection ends without a request, or in the middle
    /// of an answer.
    private static final Duration ASKING = Duration.ofMillis(50);

    private final HttpServer server;
    private final Duration stopWithin;
    private final AtomicLong requests = new AtomicLong();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(this::thread);

    /// Opens the port and begins to answer; port 0 picks a free one.
    ///
    /// @param stopWithin how long [#close] waits for requests under way
    /// @throws IOException when the address can't be bound
    /// @throws IllegalStateException when the JDK's server can't be reached into, with what to do
    public HttpListener(InetSocketAddress address, Gate gate, Duration stopWithin)
            throws IOException {
        harden(Connections.DEFAULT);
        Takeover.probe();
        this.stopWithin = stopWithin;
        server = HttpServer.create(address, BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", gate);
        server.start();
    }

    /// Sets the limits of the JDK's server. They hold for the whole process, and only when no server was
    /// made before. A property that is set already is left alone.
    public static void harden(Connections limits) {
        limits.properties().forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /// Begins to load what the JDK's server needs for the `Date` of its first answer: the names of days
    /// and zones, a third of the processor time of a start. Returns at once; a thread does it.
    public static void loadDates() {
        Thread.ofPlatform().daemon().name("dates").start(() -> DateTimeFormatter
                .ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.US)
                .withZone(ZoneId.of("GMT")).format(Instant.now()));
    }

    /// Not by a factory of the JDK's, which counts in a way that costs the first request 30 ms.
    private Thread thread(Runnable request) {
        return Thread.ofVirtual().name("http-" + requests.getAndIncrement()).unstarted(request);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Stops listening at once and waits for the requests under way, then drops those that are left.
    @Override
    public void close() {
        try {
            var stopping = stopping();
            for (var pause = ASKING; !stopping.join(pause); pause = pause.multipliedBy(2)) {
                stopping(); // ends with the first
            }
        } catch (InterruptedException _) { // no more patience
            server.stop(0);
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    private Thread stopping() {
        return Thread.ofVirtual().start(() -> server.stop(whole(stopWithin)));
    }

    /// In seconds, rounded up: zero means at once, or never.
    private static int whole(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(duration.toMillis(), 1_000L));
    }
}
