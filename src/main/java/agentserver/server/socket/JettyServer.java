package agentserver.server.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.Deflater;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.compression.DeflaterPool;
import org.eclipse.jetty.util.compression.InflaterPool;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/// Jetty without a port: it makes sockets of the connections that are handed to it.
final class JettyServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(JettyServer.class.getName());
    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 2;
    private static final int BUFFER_BYTES = 4 << 10;
    private static final int HANDED_BYTES = 16 << 10; // a head, and what came behind it: 8 KB each
    private static final int POOLED_COMPRESSORS = 16; // in memory while nobody needs them

    private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
    private final Server server;
    private final HandoffConnector connector;

    /// @throws IOException when it does not start
    JettyServer() throws IOException {
        var threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("sockets");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(virtual);
        server = new Server(threads);
        var http = new HttpConnectionFactory(quiet());
        http.setInputBufferSize(HANDED_BYTES);
        connector = new HandoffConnector(server, http);
        connector.setIdleTimeout(0); // peers are asked whether they live: see OpenSockets
        server.addConnector(connector);
        server.addBean(new DeflaterPool(POOLED_COMPRESSORS, Deflater.DEFAULT_COMPRESSION, true));
        server.addBean(new InflaterPool(POOLED_COMPRESSORS, true));
        server.setHandler(new Upgrades(server));
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("sockets could not be started", e);
        }
    }

    void handoff(SocketChannel channel, ByteBuffer head, Link link) throws IOException {
        connector.handoff(channel, new HandoffConnector.Handoff(head, link));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "sockets were not stopped in order", e);
        }
        virtual.shutdownNow();
    }

    private static HttpConfiguration quiet() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        return configuration;
    }

    /// Makes each request a socket. The gate sends only proper handshakes, so anything else is a
    /// request that came behind one, and ends its connection.
    private static final class Upgrades extends Handler.Abstract.NonBlocking {

        private final WebSocketMappings mappings;
        private final Configuration.ConfigurationCustomizer configuration =
                new Configuration.ConfigurationCustomizer();

        Upgrades(Server server) {
            mappings = new WebSocketMappings(
                    WebSocketServerComponents.ensureWebSocketComponents(server));
            configuration.setIdleTimeout(Duration.ZERO);
            configuration.setAutoFragment(true); // incoming frames come in pieces: no large buffers
            configuration.setMaxFrameSize(0L); // outgoing ones stay whole
            configuration.setInputBufferSize(BUFFER_BYTES);
            configuration.setOutputBufferSize(BUFFER_BYTES);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            var end = (HandoffConnector.LinkedEndPoint)
                    request.getConnectionMetaData().getConnection().getEndPoint();
            WebSocketNegotiator toLink = (_, _, _) -> end.link();
            if (mappings.upgrade(toLink, request, response, callback, configuration)) {
                return true;
            }
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Response.writeError(request, response, callback, 404);
            return true;
        }
    }
}
