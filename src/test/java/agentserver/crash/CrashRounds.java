package agentserver.crash;

import agentserver.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;

/// Rounds of: start the server, look whether everything is there, write to it from several clients, kill
/// it. The server keeps its directory from round to round; what it has acknowledged is remembered here.
///
/// Most kills come at random moments; every fifth comes while a thread of the server stands at the edge
/// of a sync or a rename, where it was told to stop.
final class CrashRounds {

    /// What came out.
    record Outcome(int rounds, int insideSyncOrRename, long acknowledged, Tally tally) {

        @Override
        public String toString() {
            return rounds + " kills, " + insideSyncOrRename + " of them inside a sync or a rename, "
                    + acknowledged + " acknowledged writes: " + tally;
        }
    }

    private static final int WRITERS = 8;
    private static final int WRITES_A_ROUND = 50;
    private static final int LONGEST_EXTRA_MILLIS = 250;
    private static final int INJECTED_EVERY = 5;
    private static final int SAMPLE = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Path work;
    private final Random random;
    private final Ledger ledger = new Ledger();
    private final Tally tally = new Tally();
    private List<String> touched = List.of();
    private int injected;

    /// @param work an empty directory
    CrashRounds(Path work, long seed) {
        this.work = work;
        random = new Random(seed);
    }

    /// Does so many rounds, and a last look at everything.
    Outcome run(int rounds) throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            round(round);
        }
        try (var server = ServerProcess.start(work, Optional.empty()); var client = server.client()) {
            var inspector = new Inspector(client, ledger, tally);
            inspector.settle();
            inspector.rest();
            inspector.inspect(ledger.conversations());
        }
        return new Outcome(rounds, injected, ledger.acknowledged(), tally);
    }

    private void round(int round) throws IOException, InterruptedException {
        var stopAt = round % INJECTED_EVERY == INJECTED_EVERY - 1
                ? Optional.of(step(round)) : Optional.<String>empty();
        try (var server = ServerProcess.start(work, stopAt); var client = server.client()) {
            if (stopAt.isEmpty()) {
                var inspector = new Inspector(client, ledger, tally);
                inspector.rest();
                inspector.settle();
                inspector.inspect(sample());
            }
            write(server, round, stopAt.isPresent());
        }
    }

    /// A log is synced with almost every write; a rename ends a snapshot, when a conversation is put
    /// away.
    private String step(int round) {
        var isRename = round / INJECTED_EVERY % 2 == 1;
        return isRename
                ? "RENAME:" + (1 + random.nextInt(20))
                : "SYNC:" + (WRITES_A_ROUND * 2 + random.nextInt(100));
    }

    private List<String> sample() {
        var all = new ArrayList<>(ledger.conversations());
        all.removeAll(touched);
        Collections.shuffle(all, random);
        var sample = new ArrayList<>(touched);
        sample.addAll(all.subList(0, Math.min(SAMPLE, all.size())));
        return sample;
    }

    private void write(ServerProcess server, int round, boolean stops)
            throws InterruptedException, IOException {
        var known = ledger.conversations();
        var before = ledger.acknowledged();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client = server.client()) {
            for (int i = 0; i < WRITERS; i++) {
                threads.execute(new Writer(
                        client, ledger, new Random(random.nextLong()), "r" + round + "w" + i));
            }
            if (stops) {
                injected += server.awaitStop(STOP_PATIENCE) ? 1 : 0;
            } else {
                Await.until("enough writes", PATIENCE,
                        () -> ledger.acknowledged() - before >= WRITES_A_ROUND);
                Thread.sleep(random.nextInt(LONGEST_EXTRA_MILLIS)); // when it dies is the point
            }
            server.kill();
            threads.shutdownNow();
        }
        var made = new ArrayList<>(ledger.conversations());
        made.removeAll(known);
        touched = made;
    }
}
