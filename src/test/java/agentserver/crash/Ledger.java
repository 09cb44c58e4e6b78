package agentserver.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// What the server has acknowledged, as its clients remember it. Any thread may call it; `lock` guards
/// everything.
final class Ledger {

    /// A request that got no answer: it may have been carried out or not.
    ///
    /// @param conversation empty for the making of one
    /// @param key          with which it was made, and is made again
    record Doubt(String conversation, String path, String key, String body, String text) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Set<String>> texts = new TreeMap<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private long acknowledged;

    /// A conversation was made.
    void made(String conversation) {
        locked(() -> {
            texts.computeIfAbsent(conversation, _ -> new TreeSet<>());
            acknowledged++;
        });
    }

    /// A text was said in a conversation.
    void said(String conversation, String text) {
        locked(() -> {
            texts.get(conversation).add(text);
            acknowledged++;
        });
    }

    void doubt(Doubt doubt) {
        locked(() -> doubts.add(doubt));
    }

    /// What has to be asked for again; it is in doubt no more.
    List<Doubt> takeDoubts() {
        lock.lock();
        try {
            var taken = List.copyOf(doubts);
            doubts.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// The conversations.
    List<String> conversations() {
        lock.lock();
        try {
            return List.copyOf(texts.keySet());
        } finally {
            lock.unlock();
        }
    }

    /// What was said in one, once each.
    Set<String> texts(String conversation) {
        lock.lock();
        try {
            return Set.copyOf(texts.get(conversation));
        } finally {
            lock.unlock();
        }
    }

    long acknowledged() {
        lock.lock();
        try {
            return acknowledged;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
