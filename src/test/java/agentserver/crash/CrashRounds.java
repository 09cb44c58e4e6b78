package agentserver.crash;

import agentserver.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/// Rounds of: start the server, look whether everything is there that was, write to it from several
/// clients, kill it. The server keeps its directory from round to round; what it has acknowledged
/// is remembered here, in the process of its clients.
///
/// It is killed when it has acknowledged so many writes in the round: mostly at a random moment after
/// that, and each fifth time while a thread of it stands at the edge of a sync or of a rename, where it
/// was told to stop once there is the file `arm`.
final class CrashRounds {

    /// What came out.
    ///
    /// @param least     acknowledged writes of the round that had the fewest
    /// @param meanTime  of a round, from start to start
    record Outcome(int rounds, int insideSync, int insideRename, long acknowledged, long least,
            Duration meanTime, Tally tally) {

        int insideSyncOrRename() {
            return insideSync + insideRename;
        }

        @Override
        public String toString() {
            return rounds + " kills, " + insideSync + " of them inside a sync and " + insideRename
                    + " inside a rename, " + acknowledged + " acknowledged writes, at least " + least
                    + " a round: " + tally + "; " + meanTime.toMillis() + " ms a round";
        }
    }

    private static final int WRITERS = 8;
    static final int WRITES_A_ROUND = 50;
    private static final int LONGEST_EXTRA_MILLIS = 250;
    private static final int INJECTED_EVERY = 5;
    private static final int SAMPLE = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final Path work;
    private final Path arm;
    private final Random random;
    private final Ledger ledger = new Ledger();
    private final Tally tally = new Tally();
    private List<String> touched = List.of();
    private int insideSync;
    private int insideRename;
    private long least = Long.MAX_VALUE;

    /// @param work an empty directory
    CrashRounds(Path work, long seed) {
        this.work = work;
        arm = work.resolve("arm");
        random = new Random(seed);
    }

    /// Does so many rounds, and a last look at everything.
    Outcome run(int rounds) throws IOException, InterruptedException {
        var start = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            round(round);
        }
        var time = Duration.ofNanos((System.nanoTime() - start) / rounds);
        try (var server = ServerProcess.start(work, Optional.empty()); var client = server.client()) {
            var inspector = new Inspector(client, ledger, tally);
            inspector.settle();
            inspector.rest();
            inspector.inspect(ledger.conversations());
        }
        return new Outcome(rounds, insideSync, insideRename, ledger.acknowledged(), least, time, tally);
    }

    private void round(int round) throws IOException, InterruptedException {
        Files.deleteIfExists(arm);
        var sample = sample();
        var known = ledger.conversations();
        var stopAt = stopAt(round);
        try (var server = ServerProcess.start(work, stopAt); var client = server.client();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var inspector = new Inspector(client, ledger, tally);
            inspector.rest();
            inspector.settle();
            inspector.inspect(sample);
            var started = ledger.acknowledged();
            for (int i = 0; i < WRITERS; i++) {
                threads.execute(new Writer(client, ledger, tally,
                        new Random(random.nextLong()), "r" + round + "w" + i));
            }
            try {
                Await.until("enough writes", PATIENCE,
                        () -> ledger.acknowledged() - started >= WRITES_A_ROUND);
                if (stopAt.isPresent()) {
                    stopAndKill(server, stopAt.get(), threads);
                } else {
                    Thread.sleep(random.nextInt(LONGEST_EXTRA_MILLIS)); // when it dies is the point
                    server.kill();
                }
            } finally {
                threads.shutdownNow(); // otherwise they write on, and are waited for
            }
            least = Math.min(least, ledger.acknowledged() - started);
        }
        var made = new ArrayList<>(ledger.conversations());
        made.removeAll(new HashSet<>(known));
        touched = made;
    }

    /// A log is synced with almost every write; a rename ends a snapshot, when a conversation is put
    /// away.
    private Optional<String> stopAt(int round) {
        if (round % INJECTED_EVERY != INJECTED_EVERY - 1) {
            return Optional.empty();
        }
        var isRename = round / INJECTED_EVERY % 2 == 1;
        return Optional.of(isRename
                ? "RENAME:" + (1 + random.nextInt(5)) + ":" + arm
                : "SYNC:" + (1 + random.nextInt(40)) + ":" + arm);
    }

    private void stopAndKill(ServerProcess server, String stopAt, Executor threads)
            throws IOException, InterruptedException {
        Files.createFile(arm);
        var isRename = stopAt.startsWith("RENAME");
        if (isRename) {
            threads.execute(() -> putAwayOnAndOn(server));
        }
        var stopped = server.awaitStop(STOP_PATIENCE) ? 1 : 0;
        insideSync += isRename ? 0 : stopped;
        insideRename += isRename ? stopped : 0;
        server.kill();
    }

    private static void putAwayOnAndOn(ServerProcess server) {
        try (var client = server.client()) {
            while (!Thread.currentThread().isInterrupted()) {
                Writer.putAway(client);
            }
        } catch (IOException | InterruptedException _) { // killed meanwhile, as intended
        }
    }

    private List<String> sample() {
        var all = new ArrayList<>(ledger.conversations());
        all.removeAll(new HashSet<>(touched));
        Collections.shuffle(all, random);
        var sample = new ArrayList<>(touched);
        sample.addAll(all.subList(0, Math.min(SAMPLE, all.size())));
        return sample;
    }
}
