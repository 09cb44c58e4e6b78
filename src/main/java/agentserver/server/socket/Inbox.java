package agentserver.server.socket;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/// Runs what a socket's peer caused, one thing at a time and in order, on a virtual thread that lives
/// only while there is something to do. `lock` guards the queue; nothing runs under it.
///
/// It holds few things: when it is full, the socket is not read any further until there is room.
final class Inbox {

    private static final int MAX_WAITING = 8;
    private static final int MAX_WAITING_BYTES = 256 << 10;

    private record Task(Runnable work, int bytes) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Task> waiting = new ArrayDeque<>(2);
    private final Runnable readOn;
    private int waitingBytes;
    private boolean running;
    private boolean paused;

    /// @param readOn called, on any thread, when there is room again after [#add] said there was none
    Inbox(Runnable readOn) {
        this.readOn = readOn;
    }

    /// Adds something to do; always possible.
    ///
    /// @param bytes how much memory it holds
    /// @return whether more may be read now
    boolean add(int bytes, Runnable work) {
        lock.lock();
        try {
            waiting.add(new Task(work, bytes));
            waitingBytes += bytes;
            paused = isFull();
            if (!running) {
                running = true;
                Thread.ofVirtual().name("socket").start(this::drain);
            }
            return !paused;
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        while (true) {
            Task next;
            lock.lock();
            try {
                next = waiting.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            } finally {
                lock.unlock();
            }
            next.work().run();
            if (hasRoomAgain(next.bytes())) {
                readOn.run();
            }
        }
    }

    private boolean hasRoomAgain(int freedBytes) {
        lock.lock();
        try {
            waitingBytes -= freedBytes;
            boolean again = paused && !isFull();
            paused &= !again;
            return again;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return waiting.size() >= MAX_WAITING || waitingBytes >= MAX_WAITING_BYTES;
    }
}
