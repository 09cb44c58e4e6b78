package agentserver.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `scripts/crash` does the same with more rounds: the system property `crash.rounds`.
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("crash.rounds", 10);

    @TempDir
    private Path work;

    @Test
    void nothingAcknowledgedIsLostOrRepeatedWhenTheServerIsKilled() throws Exception {
        var seed = Long.getLong("crash.seed", System.nanoTime());
        var outcome = new CrashRounds(work, seed).run(ROUNDS);
        System.out.println("crash: " + outcome + " (seed " + seed + ")");

        assertEquals(0, outcome.tally().failures(), outcome::toString);
        assertTrue(outcome.least() >= CrashRounds.WRITES_A_ROUND, outcome::toString);
        assertEquals(ROUNDS / 5, outcome.insideSyncOrRename(), outcome::toString);
    }
}
