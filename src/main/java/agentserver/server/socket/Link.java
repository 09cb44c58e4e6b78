package agentserver.server.socket;

import agentserver.server.Socket;
import agentserver.server.SocketLimits;
import agentserver.server.SocketSession;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;

/// One socket, between Jetty's frames and a feature's session.
///
/// Jetty calls the frame methods one after the other, and reads on only when asked to. They never block:
/// what the feature has to do goes through the [Inbox]. Until the peer has shown its key, the feature
/// knows nothing of the socket. Any thread may send and close; before Jetty has opened it, there is
/// nothing to close yet.
final class Link implements FrameHandler, Socket {

    private static final Logger LOG = System.getLogger(Link.class.getName());
    private static final int AUTHENTICATION_FAILED = 4001;
    private static final int MAX_AUTH_BYTES = 16 << 10;
    private static final int MAX_REASON_BYTES = 123;
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final Duration OPENING = Duration.ofSeconds(30);
    private static final int MOST_UNANSWERED = 2; // pings; it is dropped when the next would be due

    private final SocketOpening opening;
    private final SocketLimits limits;
    private final OpenSockets open;
    private final Inbox inbox = new Inbox(this::readOn);
    private final TextMessage message = new TextMessage();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final long start = System.nanoTime();
    private volatile CoreSession core; // set when Jetty opens it, before it calls anything else
    private volatile boolean authenticated;
    private volatile int unanswered; // pings since the peer was heard; only the watch adds to it
    private volatile long lastPing = start;
    private volatile long closingSince;
    private Optional<SocketSession> session = Optional.empty(); // used in the inbox only

    Link(SocketOpening opening, SocketLimits limits, OpenSockets open) {
        this.opening = opening;
        this.limits = limits;
        this.open = open;
        authenticated = opening.authenticated();
    }

    // What Jetty calls.

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        core = opened;
        open.keep(this);
        callback.succeeded();
        if (authenticated) {
            inbox.add(0, this::begin);
        }
        core.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        unanswered = 0;
        if (closing.get() && frame.getOpCode() != OpCode.CLOSE) { // only the peer's close matters now
            callback.succeeded();
            core.demand();
            return;
        }
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.BINARY -> {
                message.start(frame.getOpCode() == OpCode.BINARY);
                onPiece(frame, callback);
            }
            case OpCode.CONTINUATION -> onPiece(frame, callback);
            case OpCode.PING -> core.sendFrame(
                    new Frame(OpCode.PONG, copy(frame.getPayload())), after(callback), false);
            case OpCode.CLOSE -> callback.succeeded(); // Jetty answers it
            default -> {
                callback.succeeded();
                core.demand();
            }
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        LOG.log(Level.DEBUG, "socket of request {0}: {1}",
                opening.request().requestId(), cause.toString());
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        open.remove(this);
        closing.set(true);
        var reason = Optional.ofNullable(status.getReason()).orElse("");
        inbox.add(0, () -> session.ifPresent(s -> s.closed(status.getCode(), reason)));
        callback.succeeded();
    }

    // What a feature calls.

    @Override
    public void send(byte[] utf8) throws IOException {
        send(ByteBuffer.wrap(utf8));
    }

    @Override
    public void send(ByteBuffer utf8) throws IOException {
        if (!isOpen()) {
            throw new IOException("the socket is closed");
        }
        var sent = new Sent();
        core.sendFrame(new Frame(OpCode.TEXT, utf8.asReadOnlyBuffer()), sent, false);
        if (!sent.await(limits.write())) {
            abort();
            throw new IOException("the peer did not take a message in time");
        }
    }

    @Override
    public void close(int code, String reason) {
        if (isOpened() && closing.compareAndSet(false, true)) {
            closingSince = System.nanoTime();
            core.close(code, cut(reason), Callback.NOOP);
        }
    }

    @Override
    public boolean isOpen() {
        return !closing.get() && core.isOutputOpen();
    }

    // What the connection calls.

    /// It has ended: where Jetty had not opened the socket, nothing else will say so.
    void left() {
        if (!isOpened()) {
            open.remove(this);
        }
    }

    // What the watch calls.

    void abort() {
        if (isOpened()) {
            closing.set(true);
            core.abort();
        }
    }

    void check(long now) {
        if (!isOpened()) {
            if (now - start > OPENING.toNanos()) {
                open.remove(this);
            }
            return;
        }
        if (closing.get()) {
            if (closingSince != 0 && now - closingSince > CLOSING.toNanos()) {
                abort();
            }
            return;
        }
        if (!authenticated && now - start > limits.auth().toNanos()) {
            close(AUTHENTICATION_FAILED, "Authentication failed");
            return;
        }
        if (now - lastPing > limits.ping().toNanos()) {
            pingOrDrop(now);
        }
    }

    /// Pings are counted, not the time: of a process that was stopped for a while, the peers did not
    /// hear either.
    private void pingOrDrop(long now) {
        if (unanswered >= MOST_UNANSWERED) {
            LOG.log(Level.DEBUG, "socket of request {0}: the peer is gone",
                    opening.request().requestId());
            abort();
            return;
        }
        lastPing = now;
        unanswered++;
        core.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
    }

    private boolean isOpened() {
        return core != null;
    }

    private void onPiece(Frame frame, Callback callback) {
        int length = message.lengthBytes() + frame.getPayloadLength();
        boolean fits = length <= (authenticated ? limits.messageBytes() : MAX_AUTH_BYTES);
        if (fits && frame.hasPayload()) {
            message.add(frame.getPayload());
        }
        callback.succeeded();
        if (!fits) {
            tooLong();
        }
        if (!fits || !frame.isFin() || onMessage(length)) {
            core.demand();
        }
    }

    private void tooLong() {
        if (authenticated) {
            close(CloseStatus.MESSAGE_TOO_LARGE, "Message too large");
            return;
        }
        refuseKey();
    }

    /// Whether to read on now.
    private boolean onMessage(int length) {
        if (message.isBinary()) {
            message.start(true);
            return authenticated ? inbox.add(0, this::binary) : refuseKey();
        }
        String text;
        try {
            text = message.text();
        } catch (CharacterCodingException _) { // says nothing but that
            close(CloseStatus.BAD_PAYLOAD, "Not UTF-8");
            return true;
        }
        if (authenticated) {
            return AuthMessage.isOne(text) || inbox.add(length, () -> text(text));
        }
        var key = AuthMessage.key(text);
        if (key.isEmpty() || !opening.live().current().doors().isSessionKey(key.get())) {
            return refuseKey();
        }
        authenticated = true;
        return inbox.add(0, this::begin);
    }

    private boolean refuseKey() {
        close(AUTHENTICATION_FAILED, "Authentication failed");
        return true;
    }

    // What runs in the inbox.

    private void begin() {
        guarded(() -> session = Optional.of(opening.handler().open(this, opening.request())));
    }

    private void text(String text) {
        if (session.isPresent() && !closing.get()) {
            guarded(() -> session.get().text(text));
        }
    }

    private void binary() {
        if (session.isPresent() && !closing.get()) {
            guarded(() -> session.get().binary());
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /// The border: a feature's failure ends its socket, and nothing else.
    private void guarded(Work work) {
        try {
            work.run();
        } catch (Throwable thrown) {
            boolean gone = thrown instanceof IOException && !isOpen();
            LOG.log(gone ? Level.DEBUG : Level.ERROR,
                    "socket of request " + opening.request().requestId(), thrown);
            close(CloseStatus.SERVER_ERROR, "Internal error");
        }
    }

    private void readOn() {
        core.demand();
    }

    private Callback after(Callback callback) {
        return Callback.from(() -> {
            callback.succeeded();
            core.demand();
        }, callback::failed);
    }

    private static ByteBuffer copy(ByteBuffer payload) {
        return payload == null
                ? ByteBuffer.allocate(0)
                : ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    }

    private static String cut(String reason) {
        int end = reason.length();
        while (reason.substring(0, end).getBytes(StandardCharsets.UTF_8).length
                > MAX_REASON_BYTES) {
            end--;
        }
        return reason.substring(0, end);
    }
}
