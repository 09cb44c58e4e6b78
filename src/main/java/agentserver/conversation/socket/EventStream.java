package agentserver.conversation.socket;

import agentserver.conversation.journal.Frame;
import agentserver.conversation.journal.Watch;
import agentserver.conversation.journal.WatchEnd;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// One answer that goes on as long as the client listens: the frames of a watch, as server-sent events.
///
/// ```text
/// retry: 1000
/// id: 17
///
/// event: MessageEvent
/// id: 18
/// data: {"kind":"MessageEvent",…}
/// ```
///
/// The first block tells where the stream stands, so that a client that never saw an event resumes from
/// there too. The watch's thread writes events, the request's thread everything else; `writing` keeps
/// them apart and is held while the client takes its time, so nobody waits for it without a limit.
final class EventStream implements Watch.Outlet {

    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration GOODBYE = Duration.ofMillis(800); // less than a feed waits for it
    private static final int GOODBYE_LOOKS = 20;
    private static final int RETRY_MILLIS = 1000;
    private static final Pattern PLAIN = Pattern.compile("\\w+");
    private static final byte[] END_OF_EVENT = utf8("\n\n");
    private static final byte[] STILL_HERE = utf8(":\n\n");

    private final Duration heartbeat;
    private final ReentrantLock writing = new ReentrantLock();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile Optional<Farewell> farewell = Optional.empty();
    private OutputStream out; // null until ready
    private boolean begun; // whether the first block was written; the watch's thread only

    EventStream(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /// Writes until the stream is over: called by the request's thread.
    ///
    /// @throws IOException when the client is gone, or too slow
    void run(OutputStream to) throws IOException {
        out = to;
        ready.countDown();
        try {
            while (!over.await(heartbeat.toMillis(), TimeUnit.MILLISECONDS)) {
                stillHere();
            }
            goodbye();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("told to stop");
        } finally {
            finished.countDown();
        }
    }

    private void stillHere() throws IOException {
        if (writing.tryLock()) { // else something is on its way right now
            try {
                out.write(STILL_HERE);
                out.flush();
            } finally {
                writing.unlock();
            }
        }
    }

    private void goodbye() throws IOException, InterruptedException {
        if (farewell.isEmpty() || !writing.tryLock(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the client is gone, or too slow");
        }
        try {
            var last = farewell.get();
            out.write(utf8("event: end\ndata: {\"code\":" + last.code() + ",\"reason\":\""
                    + last.reason() + "\"}\n\n"));
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void send(Frame frame) throws IOException, InterruptedException {
        ready.await(); // the watch is closed when the answer can't begin
        writing.lockInterruptibly();
        try {
            if (!begun) {
                begun = true;
                out.write(utf8("retry: " + RETRY_MILLIS + "\nid: " + frame.sequence() + "\n\n"));
            }
            out.write(utf8(head(frame)));
            out.write(frame.json());
            out.write(END_OF_EVENT);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    private static String head(Frame frame) {
        var event = PLAIN.matcher(frame.kind()).matches() // another server's log may say anything
                ? "event: " + frame.kind() + "\n" : "";
        return event + (frame.isStored() ? "id: " + frame.sequence() + "\n" : "") + "data: ";
    }

    /// Ends it politely, and waits a moment for that.
    void end(Farewell last) {
        farewell = Optional.of(last);
        over.countDown();
        try {
            awaitFinished();
        } catch (InterruptedException _) { // no more patience
            Thread.currentThread().interrupt();
        }
    }

    /// Waits in many small steps: a machine that stands still for a while uses up one of them, not the
    /// client's whole time. Who is too slow even for that is dropped with the connection.
    private void awaitFinished() throws InterruptedException {
        long step = GOODBYE.toMillis() / GOODBYE_LOOKS;
        for (int look = 0; look < GOODBYE_LOOKS; look++) {
            if (finished.await(step, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /// Ends it without a word: nobody listens.
    void drop() {
        over.countDown();
    }

    @Override
    public void ended(WatchEnd end, long lastSequence) {
        switch (end) {
            case PUT_AWAY, DELETED, FAILED -> end(Farewell.of(end, lastSequence));
            case TOO_SLOW -> drop(); // it does not take what is sent
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
