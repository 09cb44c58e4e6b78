package agentserver.conversation.journal;

import agentserver.event.log.LogRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The answers that a conversation remembers, by the hash of their keys: the last [#MAX]. Rebuilt from
/// the log when it is opened. Any thread may call it; `lock` guards the map.
public final class Answers {

    public static final int MAX = 1_000;
    /// The member of a record that has the answer.
    public static final String MEMBER = "idem";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Answered> answers = new LinkedHashMap<>();
    private String first; // null unless the conversation itself was asked for with a key

    /// The answer to the request with this key.
    public Optional<Answered> find(String key) {
        lock.lock();
        try {
            return Optional.ofNullable(answers.get(key));
        } finally {
            lock.unlock();
        }
    }

    /// All that are remembered, oldest first.
    public List<Answered> all() {
        lock.lock();
        try {
            return List.copyOf(answers.values());
        } finally {
            lock.unlock();
        }
    }

    /// Takes in an answer that was given now.
    public void add(Answered answered) {
        lock.lock();
        try {
            answers.put(answered.request().key(), answered);
            if (answers.size() > MAX) {
                var oldest = answers.keySet().iterator();
                if (oldest.next().equals(first) && oldest.hasNext()) {
                    oldest.next(); // how it began is not forgotten
                }
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes in a record of the log.
    ///
    /// @param begins whether the record tells of the conversation itself
    public void take(LogRecord record, boolean begins) {
        record.member(MEMBER).map(Answered::of).ifPresent(answered -> {
            if (begins && first == null) {
                first = answered.request().key();
            }
            add(answered);
        });
    }

    /// Says with which key the conversation was asked for.
    public void beganWith(String key) {
        first = key;
    }

    /// The hash of the key with which the conversation was asked for.
    public Optional<String> first() {
        return Optional.ofNullable(first);
    }
}
