package agentserver.conversation.journal;

import agentserver.event.log.LogRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The answers that a conversation remembers, by the hash of their keys: the last [#MAX]. Rebuilt from
/// the log when it is opened. Any thread may call it; `lock` guards the map.
public final class Answers {

    public static final int MAX = 1_000;
    private static final int MAX_OPENING = 32;
    /// The member of a record that has the answer.
    public static final String MEMBER = "idem";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Answered> answers = new LinkedHashMap<>();
    private final List<String> opening = new ArrayList<>(); // keys of requests for the conversation

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
                while (opening.contains(oldest.next()) && oldest.hasNext()) {
                    continue; // how it was asked for is not forgotten
                }
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes in a record of the log.
    ///
    /// @param opens  whether the record tells of a request for the conversation itself
    public void take(LogRecord record, boolean opens) {
        record.member(MEMBER).map(Answered::of).ifPresent(answered -> {
            if (opens) {
                openedWith(answered.request().key());
            }
            add(answered);
        });
    }

    /// Says with which key the conversation was asked for; of very many the first and the last count.
    public void openedWith(String key) {
        lock.lock();
        try {
            if (!opening.contains(key)) {
                opening.add(key);
            }
            if (opening.size() > MAX_OPENING) {
                opening.remove(1);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The hashes of the keys with which the conversation was asked for.
    public List<String> opening() {
        lock.lock();
        try {
            return List.copyOf(opening);
        } finally {
            lock.unlock();
        }
    }
}
