package agentserver.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Listens on one port and hands each request to the gate, on a virtual thread of its own.
public final class HttpListener implements AutoCloseable {

    /// What the JDK's server reads once, when it is first used. Lengths of heads are bounded here so that
    /// the gate still sees what it refuses with 431; seconds unless the name says otherwise.
    private static final Map<String, String> PROPERTIES = Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.maxIdleConnections", "20000",
            "jdk.httpserver.maxConnections", "20000",
            "sun.net.httpserver.maxReqTime", "20",
            "sun.net.httpserver.maxReqHeaders", "1500",
            "sun.net.httpserver.maxReqHeaderSize", "65536",
            "sun.net.httpserver.idleInterval", "90",
            "com.sun.net.httpserver.HttpServerProvider",
            "sun.net.httpserver.DefaultHttpServerProvider");

    private static final int BACKLOG = 1024;

    private final HttpServer server;
    private final Duration stopWithin;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("http-", 0).factory());

    /// Opens the port and begins to answer; port 0 picks a free one.
    ///
    /// @param stopWithin how long [#close] waits for requests under way
    /// @throws IOException when the address can't be bound
    /// @throws IllegalStateException when the JDK's server can't be reached into, with what to do
    public HttpListener(InetSocketAddress address, Gate gate, Duration stopWithin)
            throws IOException {
        harden();
        Takeover.probe();
        this.stopWithin = stopWithin;
        server = HttpServer.create(address, BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", gate);
        server.start();
    }

    /// Sets the limits of the JDK's server. They hold for the whole process, and only when no server was
    /// made before: `main` calls this first. A property that is set already is left alone.
    public static void harden() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Stops listening at once and waits for the requests under way, then drops those that are left.
    @Override
    public void close() {
        server.stop((int) stopWithin.toSeconds());
        threads.shutdownNow();
    }
}
