package agentserver.conversation.journal;

import agentserver.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The branch that ends with HEAD, while a conversation is loaded: read from the log when it is first
/// asked for, without the journal's lock, and grown from then on. What is appended while it is being
/// read waits in `late`.
final class ActiveBranch {

    private final Journal journal;
    private final ReentrantLock reading = new ReentrantLock(); // taken before the journal's lock
    private volatile Branch branch; // null until it is needed; written with the journal's lock
    private List<Event> late; // null unless the branch is being read; guarded by the journal's lock

    ActiveBranch(Journal journal) {
        this.journal = journal;
    }

    /// The branch. Blocks while it is read.
    ///
    /// @param reader reads a durable branch by its last event
    Branch get(Function<Optional<String>, Branch> reader) {
        var known = branch;
        return known == null ? read(reader) : known;
    }

    private Branch read(Function<Optional<String>, Branch> reader) {
        reading.lock();
        try {
            if (branch == null) {
                var leaf = journal.locked(() -> {
                    late = new ArrayList<>();
                    return Optional.ofNullable(journal.state().leafEventId());
                });
                journal.awaitDurable();
                var read = reader.apply(leaf);
                journal.locked(() -> {
                    late.forEach(read::add);
                    late = null;
                    branch = read;
                });
            }
            return branch;
        } finally {
            reading.unlock();
        }
    }

    /// Takes the next event. With the journal's lock.
    void add(Event event) {
        if (branch != null) {
            branch.add(event);
        } else if (late != null) {
            late.add(event);
        }
    }

    /// Moves HEAD: the branch is another one then.
    ///
    /// @param move called with the journal's lock
    void change(Runnable move) {
        reading.lock();
        try {
            journal.locked(() -> {
                move.run();
                branch = null;
            });
        } finally {
            reading.unlock();
        }
    }

    /// Whether it is in memory.
    boolean isRead() {
        return branch != null;
    }
}
