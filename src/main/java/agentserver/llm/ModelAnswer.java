package agentserver.llm;

import agentserver.llm.LlmFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// The answer to a call: its status, its headers, and a body to be read once, by one thread.
public final class ModelAnswer implements AutoCloseable {

    private static final int DRAINED_PIECES = 4;
    private static final Duration DRAIN_PATIENCE = Duration.ofMillis(20);

    private final String vendor;
    private final HttpResponse<BodyQueue> response;
    private final long limitBytes;
    private final Duration patience;
    private final long startedNanos;
    private long readBytes;

    ModelAnswer(String vendor, HttpResponse<BodyQueue> response, long limitBytes,
            Duration patience, long startedNanos) {
        this.vendor = vendor;
        this.response = response;
        this.limitBytes = limitBytes;
        this.patience = patience;
        this.startedNanos = startedNanos;
    }

    public int status() {
        return response.statusCode();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /// The whole body. The patience of the call covers everything from its start to the last byte.
    ///
    /// @throws LlmFailure when the body breaks off, is late, or is longer than the limit
    public byte[] all() throws InterruptedException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            var left = patience.minusNanos(System.nanoTime() - startedNanos);
            var piece = next(left.isNegative() ? Duration.ZERO : left);
            if (piece.isEmpty()) {
                return bytes.toByteArray();
            }
            bytes.writeBytes(piece.get());
        }
    }

    /// The next bytes of the body, or empty at its end. Each piece may take the patience of the
    /// call: a stream that flows is never late.
    ///
    /// @throws LlmFailure when the body breaks off, stands still, or is longer than the limit
    public Optional<byte[]> next() throws InterruptedException {
        return next(patience);
    }

    /// Reads what little may follow the last bytes that matter, so that the connection can be used
    /// again.
    public void drain() throws InterruptedException {
        try {
            for (int i = 0; i < DRAINED_PIECES; i++) {
                if (response.body().next(DRAIN_PATIENCE).isEmpty()) {
                    return;
                }
            }
        } catch (TimeoutException | IOException _) {
            // the connection is given up; the answer is complete
        }
    }

    private Optional<byte[]> next(Duration longest) throws InterruptedException {
        try {
            var piece = response.body().next(longest);
            readBytes += piece.map(bytes -> bytes.length).orElse(0);
            if (readBytes > limitBytes) {
                throw new LlmFailure(Kind.BAD_REQUEST, vendor,
                        "The answer is larger than " + limitBytes + " bytes");
            }
            return piece;
        } catch (TimeoutException _) {
            throw ModelHttp.timedOut(vendor, patience);
        } catch (IOException e) {
            var failure = new LlmFailure(Kind.NO_RESPONSE, vendor, "The answer broke off.");
            failure.initCause(e);
            throw failure;
        }
    }

    /// Ends the connection, unless the body was read to its end.
    @Override
    public void close() {
        response.body().close();
    }
}
