package agentserver.llm;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// Hands the body of an answer, piece by piece, from the HTTP client's threads to one reader that
/// can wait with a deadline and be interrupted.
///
/// At most one piece is asked for ahead of the reader, so a slow reader slows the sender. [#close]
/// ends the connection unless the body was read to its end.
final class BodyQueue implements HttpResponse.BodySubscriber<BodyQueue>, AutoCloseable {

    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record Failure(Throwable cause) implements Piece {}

        record End() implements Piece {}
    }

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
    private volatile boolean closed;

    @Override
    public CompletionStage<BodyQueue> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription.set(source);
        if (closed) {
            source.cancel();
            return;
        }
        source.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Bytes(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Piece.Failure(failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    /// The next bytes, or empty at the end of the body.
    ///
    /// @throws IOException      when the connection broke
    /// @throws TimeoutException when nothing came within `patience`
    Optional<byte[]> next(Duration patience)
            throws IOException, TimeoutException, InterruptedException {
        var piece = pieces.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        return switch (piece) {
            case null -> throw new TimeoutException();
            case Piece.Bytes(var buffers) -> {
                subscription.get().request(1);
                yield Optional.of(joined(buffers));
            }
            case Piece.Failure(var cause) -> throw new IOException("the body broke off", cause);
            case Piece.End end -> {
                pieces.add(end);
                yield Optional.empty();
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        var source = subscription.get();
        if (source != null) {
            source.cancel();
        }
    }

    private static byte[] joined(List<ByteBuffer> buffers) {
        var bytes = new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
        var at = 0;
        for (var buffer : buffers) {
            var length = buffer.remaining();
            buffer.get(bytes, at, length);
            at += length;
        }
        return bytes;
    }
}
