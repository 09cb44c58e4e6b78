package agentserver.golden;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/// The tests of one session: one for each entry, and one for each recording that is pending as a
/// whole.
///
/// The server starts with the first test and ends with [#close]. An entry that is pending is
/// replayed too, since later ones build on it; that it does not agree aborts its test, that it does
/// fails it.
final class SessionReplay implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(2);

    private final Session session;
    private final ServerStarter starter;
    private final Differences differences;
    private final Pending pending;
    private Optional<ServerUnderTest> server = Optional.empty();
    private Optional<Replay> replay = Optional.empty();

    SessionReplay(Session session, ServerStarter starter, Differences differences,
            Pending pending) {
        this.session = session;
        this.starter = starter;
        this.differences = differences;
        this.pending = pending;
    }

    DynamicContainer tests() {
        var children = session.recordings().stream().map(this::testsOf);
        return DynamicContainer.dynamicContainer(
                session.title(), children.onClose(this::closeQuietly));
    }

    @Override
    public void close() throws IOException {
        replay.ifPresent(Replay::close);
        if (server.isPresent()) {
            server.get().close();
        }
    }

    private DynamicNode testsOf(String name) {
        if (pending.whole(name)) {
            return DynamicTest.dynamicTest(name, () -> stillPending(Recording.load(name)));
        }
        var entries = Recording.load(name).entries().stream().map(entry ->
                DynamicTest.dynamicTest(entry.name(), () -> test(name, entry)));
        return DynamicContainer.dynamicContainer(name, entries);
    }

    private void test(String recording, Entry entry) throws Exception {
        if (pending.entry(recording, entry.name())) {
            abort("not built yet:\n" + stillPending(recording, entry));
        }
        var findings = replay().play(recording, entry, PATIENCE);
        if (!findings.isEmpty()) {
            fail(shown(recording, entry, findings));
        }
    }

    private String stillPending(String recording, Entry entry) throws Exception {
        return disagreement(recording, entry).orElseGet(() -> fail(recording + "#" + entry.name()
                + " agrees now: take it out of pending.txt"));
    }

    /// Goes no further than the first entry that does not agree: the rest depends on it.
    private void stillPending(Recording recording) throws Exception {
        for (var entry : recording.entries()) {
            var disagreement = disagreement(recording.name(), entry);
            if (disagreement.isPresent()) {
                abort("not built yet:\n" + disagreement.get());
            }
        }
        fail(recording.name() + " agrees now: take it out of pending.txt");
    }

    private Optional<String> disagreement(String recording, Entry entry) throws Exception {
        try {
            var findings = replay().play(recording, entry, SHORT_PATIENCE);
            return Optional.of(findings).filter(list -> !list.isEmpty())
                    .map(list -> shown(recording, entry, list));
        } catch (IOException | AssertionError | UnsupportedOperationException e) {
            return Optional.of(recording + "#" + entry.name() + ": " + e);
        }
    }

    private Replay replay() throws Exception {
        if (replay.isEmpty()) {
            server = Optional.of(starter.start(session.setup()));
            replay = Optional.of(new Replay(server.get(), differences, Scene.load()));
        }
        return replay.get();
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            throw new IllegalStateException("no clean stop after " + session.title(), e);
        }
    }

    private static String shown(String recording, Entry entry, List<Finding> findings) {
        return findings.stream().map(finding -> "\n  " + finding).collect(Collectors.joining("",
                recording + "#" + entry.name() + " differs:", ""));
    }
}
