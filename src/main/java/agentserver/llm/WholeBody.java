package agentserver.llm;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/// The body of a request, given to the HTTP client as it stands.
///
/// The client's own publisher copies an array and keeps the copy until the answer is there, which for
/// a model takes long: each conversation that waits would hold its whole history twice.
///
/// @param bytes never changed once they are here
record WholeBody(byte[] bytes) implements HttpRequest.BodyPublisher {

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        subscriber.onSubscribe(new Delivery(subscriber, bytes, new AtomicBoolean()));
    }

    /// Delivers to one subscriber, once.
    private record Delivery(
            Flow.Subscriber<? super ByteBuffer> subscriber, byte[] bytes, AtomicBoolean over)
            implements Flow.Subscription {

        @Override
        public void request(long count) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            if (count <= 0) {
                subscriber.onError(new IllegalArgumentException("request of " + count));
                return;
            }
            if (bytes.length > 0) {
                subscriber.onNext(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
            }
            subscriber.onComplete();
        }

        @Override
        public void cancel() {
            over.set(true);
        }
    }
}
