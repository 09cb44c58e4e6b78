package agentserver.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A WebSocket client of a server under test: it keeps every text frame as JSON, in the order of
/// arrival, and how the socket ended. Pings and closes are answered. A virtual thread reads each
/// socket: a thousand of them are affordable.
///
/// The JDK's own client is not used: of a message of 200 KB that follows the handshake at once, it
/// loses 16 KB about once in 500 times (JDK 25.0).
///
/// Any thread may use it; `lock` guards frames and closing, `sending` what is written.
public final class SocketClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BROKEN = 1006;
    private static final int NORMAL = 1000;
    private static final int FINAL = 0x80;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RawHttp connection;
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<JsonNode> frames = new ArrayList<>();
    private Optional<Closing> closing = Optional.empty();

    private SocketClient(RawHttp connection) {
        this.connection = connection;
    }

    /// Opens a socket.
    ///
    /// @param base the server's HTTP address
    /// @param path path and query, already percent-encoded
    /// @throws HandshakeRefused when the server answers the handshake with another status than 101
    public static SocketClient open(URI base, String path, Map<String, String> headers)
            throws IOException {
        return open(base, path, headers, new byte[0]);
    }

    /// The same, for a client that speaks before its handshake is answered.
    public static SocketClient openSaying(
            URI base, String path, Map<String, String> headers, String text) throws IOException {
        return open(base, path, headers,
                ClientFrame.of(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static SocketClient open(
            URI base, String path, Map<String, String> headers, byte[] early) throws IOException {
        var connection = RawHttp.open(base, PATIENCE);
        try {
            var handshake = handshake(base, path, headers).getBytes(StandardCharsets.UTF_8);
            connection.write(ByteBuffer.allocate(handshake.length + early.length)
                    .put(handshake).put(early).array());
            var answer = connection.readAnswer();
            if (answer.status() != 101) {
                throw new HandshakeRefused(answer.status());
            }
            connection.patience(Duration.ZERO);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        var client = new SocketClient(connection);
        Thread.ofVirtual().name("test-socket").start(client::receive);
        return client;
    }

    public void send(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Waits for the first frame that is `wanted`, past ones included.
    ///
    /// @throws AssertionError when none comes in time or the socket ends first; it shows the frames
    public JsonNode await(Predicate<JsonNode> wanted, Duration deadline)
            throws InterruptedException {
        return poll(deadline, () -> frames.stream().filter(wanted).findFirst())
                .orElseThrow(() -> missed("the wanted frame", deadline));
    }

    /// Waits until at least `count` frames came, and returns all there are.
    ///
    /// @throws AssertionError when they do not come in time or the socket ends first
    public List<JsonNode> awaitFrames(int count, Duration deadline) throws InterruptedException {
        var came = framesWithin(count, deadline);
        if (came.size() < count) {
            throw missed(count + " frames", deadline);
        }
        return came;
    }

    /// Waits for the end of the socket.
    ///
    /// @throws AssertionError when it is still open at the deadline
    public Closing awaitClosing(Duration deadline) throws InterruptedException {
        return closingWithin(deadline).orElseThrow(() -> missed("the end", deadline));
    }

    /// All frames there are, once there are `count`, the socket has ended or the deadline has
    /// passed.
    public List<JsonNode> framesWithin(int count, Duration deadline) throws InterruptedException {
        poll(deadline, () -> frames.size() < count ? Optional.empty() : Optional.of(count));
        return frames();
    }

    /// How the socket ended, or empty when it is still open at the deadline.
    public Optional<Closing> closingWithin(Duration deadline) throws InterruptedException {
        return poll(deadline, () -> closing);
    }

    public List<JsonNode> frames() {
        lock.lock();
        try {
            return List.copyOf(frames);
        } finally {
            lock.unlock();
        }
    }

    /// How the socket ended; empty while it is open.
    public Optional<Closing> closing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /// Says goodbye with code 1000 if the socket is open, and drops the connection.
    @Override
    public void close() {
        if (closing().isEmpty()) {
            try {
                send(CLOSE, ByteBuffer.allocate(2).putShort((short) NORMAL).array());
            } catch (IOException _) {
                // the peer was faster: there is nobody to say goodbye to
            }
        }
        abort();
    }

    /// Breaks the connection without a word, as a crashed client does.
    public void abort() {
        try {
            connection.close();
        } catch (IOException _) {
            // it is broken already
        }
    }

    private <T> Optional<T> poll(Duration deadline, Supplier<Optional<T>> state)
            throws InterruptedException {
        var nanos = deadline.toNanos();
        lock.lock();
        try {
            while (true) {
                var found = state.get();
                if (found.isPresent() || nanos <= 0 || closing.isPresent()) {
                    return found;
                }
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private AssertionError missed(String what, Duration deadline) {
        return new AssertionError("waited " + deadline.toMillis() + " ms for " + what
                + "; closing: " + closing() + "; frames: " + frames());
    }

    private void receive() {
        try {
            var message = new ByteArrayOutputStream();
            while (true) {
                var first = connection.read(1).get();
                var payload = connection.read(length());
                switch (first & 0xf) {
                    case CLOSE -> {
                        answer(payload.array());
                        end(farewell(payload));
                        return;
                    }
                    case PING -> send(PONG, payload.array());
                    case PONG -> { }
                    default -> message.writeBytes(payload.array());
                }
                if ((first & FINAL) != 0 && (first & 0xf) < CLOSE) {
                    var text = message.toString(StandardCharsets.UTF_8);
                    change(() -> frames.add(parse(text)));
                    message.reset();
                }
            }
        } catch (IOException | RuntimeException e) { // the latter where a frame is no proper one
            end(new Closing(BROKEN, String.valueOf(e)));
        }
    }

    /// Before anybody hears of the close, who might drop the connection at once.
    private void answer(byte[] farewell) {
        try {
            send(CLOSE, farewell);
        } catch (IOException _) {
            // the server does not wait for an answer
        }
    }

    private int length() throws IOException {
        var length = connection.read(1).get();
        return switch (length) {
            case 126 -> Short.toUnsignedInt(connection.read(2).getShort());
            case 127 -> Math.toIntExact(connection.read(8).getLong());
            default -> length;
        };
    }

    private void send(int opcode, byte[] payload) throws IOException {
        var bytes = ClientFrame.of(FINAL | opcode, payload);
        sending.lock();
        try {
            connection.write(bytes);
        } finally {
            sending.unlock();
        }
    }

    private void end(Closing how) {
        change(() -> closing = closing.or(() -> Optional.of(how)));
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Closing farewell(ByteBuffer payload) {
        return payload.remaining() < 2 ? new Closing(1005, "")
                : new Closing(payload.getShort(),
                        StandardCharsets.UTF_8.decode(payload).toString());
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException _) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    private static String handshake(URI base, String path, Map<String, String> headers) {
        var lines = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + base.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        headers.forEach((name, value) -> lines.append(name).append(": ").append(value)
                .append("\r\n"));
        return lines.append("\r\n").toString();
    }
}
