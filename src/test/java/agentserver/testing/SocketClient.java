package agentserver.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A WebSocket client of a server under test: it keeps every text frame as JSON, in the order of
/// arrival, and how the socket ended. All sockets share one client of the JDK: a thousand of them
/// are affordable.
///
/// Any thread may use it; `lock` guards frames and closing.
public final class SocketClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BROKEN = 1006;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Receiver receiver = new Receiver();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<JsonNode> frames = new ArrayList<>();
    private Optional<Closing> closing = Optional.empty();
    private WebSocket socket;

    private SocketClient() {
    }

    /// Opens a socket.
    ///
    /// @param base the server's HTTP address
    /// @param path path and query, already percent-encoded
    /// @throws HandshakeRefused when the server answers the handshake with another status than 101
    public static SocketClient open(URI base, String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        var client = new SocketClient();
        var builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
        headers.forEach(builder::header);
        var address = URI.create(base.toString().replaceFirst("^http", "ws") + path);
        try {
            client.socket = builder.buildAsync(address, client.receiver)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return client;
        } catch (ExecutionException | TimeoutException e) {
            throw refusal(e);
        }
    }

    public void send(String text) throws IOException, InterruptedException {
        finish(socket.sendText(text, true));
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
                finish(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
            } catch (IOException _) {
                // the peer was faster: there is nobody to say goodbye to
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        socket.abort();
    }

    /// Breaks the connection without a word, as a crashed client does.
    public void abort() {
        socket.abort();
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

    private static void finish(CompletableFuture<WebSocket> sending)
            throws IOException, InterruptedException {
        try {
            sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("sending failed", e);
        }
    }

    private static IOException refusal(Exception failure) {
        if (failure.getCause() instanceof WebSocketHandshakeException refused) {
            return new HandshakeRefused(refused.getResponse().statusCode(), refused);
        }
        return new IOException("no handshake", failure);
    }

    private final class Receiver implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            partial.append(text);
            if (last) {
                change(() -> frames.add(parse(partial.toString())));
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            change(() -> closing = Optional.of(new Closing(code, reason)));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            change(() -> closing = Optional.of(new Closing(BROKEN, String.valueOf(error))));
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

        private static JsonNode parse(String text) {
            try {
                return JSON.readTree(text);
            } catch (IOException _) {
                return JSON.getNodeFactory().textNode(text);
            }
        }
    }
}
