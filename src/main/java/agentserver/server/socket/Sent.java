package agentserver.server.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;

/// Waits until a frame was written.
final class Sent implements Callback {

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Throwable failure; // null unless it failed; read behind the latch

    @Override
    public void succeeded() {
        done.countDown();
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
        done.countDown();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /// Whether it was written in time.
    ///
    /// @throws IOException when it never will be
    boolean await(Duration limit) throws IOException {
        try {
            if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending");
        }
        if (failure != null) {
            throw new IOException("the socket is closed", failure);
        }
        return true;
    }
}
