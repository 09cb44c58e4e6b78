package agentserver.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/// Many sockets that only listen. One thread opens them and waits for what comes.
final class Subscribers implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int QUIET_MILLIS = 300;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    Subscribers() throws IOException {}

    /// Opens more of them.
    void open(int port, String path, int count) throws IOException {
        var handshake = Wire.handshake(path);
        for (int i = 0; i < count; i++) {
            var channel = SocketChannel.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(handshake));
            channel.read(buffer.clear()); // the answer, before the next asks: no flood of handshakes
            if (!text().startsWith("HTTP/1.1 101")) {
                throw new IOException("no socket: " + text());
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, i);
        }
    }

    int count() {
        return selector.keys().size();
    }

    /// Reads what has come until nothing more comes.
    void drain() throws IOException {
        while (selector.select(key -> read(key), QUIET_MILLIS) > 0) {
            continue;
        }
    }

    /// Waits until each has got a frame with this text.
    void await(String text) throws IOException {
        var reached = new BitSet();
        while (reached.cardinality() < count()) {
            int ready = selector.select(key -> {
                if (read(key).contains(text)) {
                    reached.set((Integer) key.attachment());
                }
            }, PATIENCE_MILLIS);
            if (ready == 0) {
                throw new IOException("only " + reached.cardinality() + " were told");
            }
        }
    }

    private String read(SelectionKey key) {
        try {
            if (((SocketChannel) key.channel()).read(buffer.clear()) < 0) {
                throw new IllegalStateException("the server closed a socket");
            }
            return text();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text() {
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
