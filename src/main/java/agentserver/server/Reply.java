package agentserver.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Sends one answer and ends its exchange, whatever happens.
///
/// The rest of a request's body is read and dropped when it is short; else the connection is closed,
/// after giving the client a moment to read the answer instead of an error of its own writing.
final class Reply {

    private static final Logger LOG = System.getLogger(Reply.class.getName());
    private static final int DRAIN_BYTES = 64 << 10; // what the JDK's server reads by itself
    private static final int SLICE_BYTES = 64 << 10;
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Exchange exchange;
    private final HttpExchange http;
    private final Stalls stalls;

    Reply(Exchange exchange, Stalls stalls) {
        this.exchange = exchange;
        this.stalls = stalls;
        http = exchange.http();
    }

    void send(Answer answer) {
        if (answer.body() instanceof Answer.HandedOver) {
            return;
        }
        try {
            addHeaders(answer);
            write(answer);
        } catch (IOException | RuntimeException e) {
            drop(answer, e);
        } finally {
            http.close();
            Takeover.forget(http);
        }
    }

    private void write(Answer answer) throws IOException {
        int status = answer.status();
        if (answer.body() instanceof Answer.Bytes(String type, byte[] bytes)) { // nearly all
            http.getResponseHeaders().set("Content-Type", type);
            sendBytes(status, bytes);
            return;
        }
        switch (answer.body()) {
            case Answer.Stream stream -> sendStream(status, stream);
            case Answer.Nothing _ -> sendNothing(status);
            case Answer.Bytes _, Answer.Json _, Answer.HandedOver _ ->
                    throw new IllegalStateException("not to be sent: " + answer.body());
        }
    }

    private void sendBytes(int status, byte[] bytes) throws IOException {
        if (exchange.method().equals("HEAD") || bytes.length == 0) {
            http.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            sendNothing(status);
            return;
        }
        try (var watch = watch()) {
            http.sendResponseHeaders(status, bytes.length);
            var out = http.getResponseBody();
            for (int at = 0; at < bytes.length; at += SLICE_BYTES) {
                out.write(bytes, at, Math.min(SLICE_BYTES, bytes.length - at));
                watch.moved();
            }
            finish(out);
        }
    }

    private void sendNothing(int status) throws IOException {
        try (var _ = watch()) {
            http.sendResponseHeaders(status, -1);
        }
    }

    private void sendStream(int status, Answer.Stream stream) throws IOException {
        var headers = http.getResponseHeaders();
        headers.set("Content-Type", stream.contentType());
        long length = stream.lengthBytes();
        if (length == 0 || exchange.method().equals("HEAD")) {
            if (length >= 0) {
                headers.set("Content-Length", Long.toString(length));
            }
            sendNothing(status);
            return;
        }
        http.sendResponseHeaders(status, length < 0 ? 0 : length);
        var out = http.getResponseBody();
        stream.writer().write(new Watched(out));
        try (var _ = watch()) {
            finish(out);
        }
    }

    /// Sends what is left and gets the request's body out of the way.
    private void finish(OutputStream out) throws IOException {
        out.flush();
        if (isClosing() && exchange.hasUnread()) {
            linger();
        }
        out.close();
    }

    private void addHeaders(Answer answer) {
        var headers = http.getResponseHeaders();
        headers.set(RequestId.HEADER, exchange.requestId());
        exchange.settings().cors().annotate(exchange, headers);
        for (var header : answer.headers()) {
            headers.add(header.name(), header.value());
        }
        boolean longRest = exchange.hasUnread() && exchange.contentLength() > DRAIN_BYTES;
        if (exchange.isChunked() || longRest) {
            headers.set("Connection", "close");
        }
    }

    private boolean isClosing() {
        return "close".equals(http.getResponseHeaders().getFirst("Connection"));
    }

    /// Reads on for a moment: closing at once would make the client's system throw the answer away.
    private void linger() {
        long end = System.nanoTime() + LINGER.toNanos();
        try (var _ = stalls.watch(Takeover.channel(http), LINGER)) {
            InputStream in = http.getRequestBody();
            byte[] dropped = new byte[8 << 10];
            while (System.nanoTime() < end && in.read(dropped) >= 0) {
                // what it said does not matter any more
            }
        } catch (IOException _) { // the client is gone, or its body is no proper one
        }
    }

    private Stalls.Watch watch() {
        return stalls.watch(Takeover.channel(http), exchange.settings().http().answerIdle());
    }

    /// The client is gone, or the answer can't be completed: an unfinished one must not look whole.
    private void drop(Answer answer, Exception e) {
        LOG.log(e instanceof IOException ? Level.DEBUG : Level.ERROR,
                "answer " + answer.status() + " of " + exchange.requestId() + " was cut off", e);
        try {
            Takeover.channel(http).close();
        } catch (IOException _) { // it is gone either way
        }
    }

    /// Watches each write, but not the time between: an event stream may be silent for long.
    private final class Watched extends OutputStream {

        private final OutputStream out;

        Watched(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            try (var _ = watch()) {
                out.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try (var watch = watch()) {
                for (int at = 0; at < length; at += SLICE_BYTES) {
                    out.write(bytes, offset + at, Math.min(SLICE_BYTES, length - at));
                    watch.moved();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            try (var _ = watch()) {
                out.flush();
            }
        }
    }
}
