package agentserver.conversation.run;

import agentserver.base.fault.Fault;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The secrets whose values have to be asked for, each on a thread of its own: a slow one holds up nobody
/// but whoever waits for it.
///
/// A value is asked for once, and again when its source was said anew, or [#RETRY] after a failure; the
/// last value that was found counts until then. Any thread may call it.
final class SecretLookups {

    static final Duration RETRY = Duration.ofSeconds(60);
    private static final Logger LOG = System.getLogger(SecretLookups.class.getName());

    /// Asks for a value. May block, and throw whatever it likes.
    interface Question {
        String ask() throws IOException, InterruptedException;
    }

    private record Lookup(Object source, Thread thread, long begunNanos) {}

    private record Found(Object source, String value) {}

    private final Map<String, Lookup> last = new ConcurrentHashMap<>();
    private final Map<String, Found> found = new ConcurrentHashMap<>();
    private final Map<String, Long> failedAtNanos = new ConcurrentHashMap<>();
    private final Consumer<String> told;

    /// @param told is given each value that is found, before anybody else
    SecretLookups(Consumer<String> told) {
        this.told = told;
    }

    /// Begins to ask, if it is time to.
    ///
    /// @param source what is asked, to know it again
    void begin(String name, Object source, Question question) {
        last.compute(name, (_, before) -> {
            var isNew = before == null || !before.source().equals(source);
            if (!isNew && (before.thread().isAlive() || isFound(name, source) || !mayRetry(name))) {
                return before;
            }
            var thread = Thread.startVirtualThread(() -> ask(name, source, question));
            return new Lookup(source, thread, System.nanoTime());
        });
    }

    /// Waits until the last lookup of this name is over, if there was one.
    void await(String name) throws InterruptedException {
        var lookup = last.get(name);
        if (lookup != null) {
            lookup.thread().join();
        }
    }

    /// Waits until every lookup is over, or has taken as long as this.
    void awaitAll(Duration patience) throws InterruptedException {
        for (var lookup : last.values()) {
            var left = patience.toNanos() - (System.nanoTime() - lookup.begunNanos());
            if (left > 0) {
                lookup.thread().join(Duration.ofNanos(left));
            }
        }
    }

    /// The last value that was found.
    Optional<String> value(String name) {
        return Optional.ofNullable(found.get(name)).map(Found::value);
    }

    private void ask(String name, Object source, Question question) {
        try {
            var value = question.ask();
            told.accept(value);
            ifLast(name, source, () -> found.put(name, new Found(source, value)));
            return;
        } catch (Fault e) {
            LOG.log(Level.WARNING, "secret {0}: {1}", name, e.getMessage());
        } catch (IOException | InterruptedException | RuntimeException e) { // it may name the value
            LOG.log(Level.WARNING, "secret {0}: lookup failed: {1}", name, e.getClass().getName());
        }
        ifLast(name, source, () -> failedAtNanos.put(name, System.nanoTime()));
    }

    /// What a source says that was replaced meanwhile counts no more.
    private void ifLast(String name, Object source, Runnable action) {
        last.computeIfPresent(name, (_, lookup) -> {
            if (lookup.source().equals(source)) {
                action.run();
            }
            return lookup;
        });
    }

    private boolean isFound(String name, Object source) {
        var there = found.get(name);
        return there != null && there.source().equals(source);
    }

    private boolean mayRetry(String name) {
        var failed = failedAtNanos.get(name);
        return failed == null || System.nanoTime() - failed > RETRY.toNanos();
    }
}
