package agentserver.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every recorded answer of the reference server, given by ours.
///
/// `-Dgolden=06` replays only the sessions with a recording whose name starts so.
class GoldenTest {

    private static final String TITLED = "06_scripted_conversation";
    private static final String CHOSEN = System.getProperty("golden", "");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicNode> everyRecordedAnswerIsGiven() {
        var differences = Differences.load();
        var sessions = Session.load().stream().filter(GoldenTest::isChosen).toList();
        var pending = Pending.load();
        var replayed = sessions.stream().flatMap(session -> session.recordings().stream())
                .filter(name -> !pending.whole(name)).collect(Collectors.toSet());
        return Stream.concat(
                sessions.stream().map(session -> new SessionReplay(
                        session, starter(session), differences, pending).tests()),
                Stream.of(dynamicTest("every difference is used",
                        () -> assertAllUsed(differences, replayed))));
    }

    @Test
    void whatIsPendingIsRecorded() {
        var recordings = Session.load().stream().flatMap(session -> session.recordings().stream())
                .map(Recording::load).toList();

        assertEquals(List.of(), Pending.load().unknown(recordings));
    }

    private static boolean isChosen(Session session) {
        return session.recordings().stream().anyMatch(name -> name.startsWith(CHOSEN));
    }

    private static void assertAllUsed(Differences differences, Set<String> replayed) {
        assertEquals(List.of(), differences.unused(replayed),
                "differences.json says more than differs");
    }

    private ServerStarter starter(Session session) {
        return setup -> new AppUnderTest(setup, Files.createTempDirectory(directory, "work"),
                session.recordings().contains(TITLED));
    }
}
