package agentserver.base.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ProcessTableTest {

    @Test
    void aTableHasWhatWasStartedBeforeItWasAskedFor() throws Exception {
        var mark = ProcessTree.newMark();
        var builder = new ProcessBuilder("sleep", "600");
        builder.environment().put(ProcessTree.MARK, mark);
        var child = builder.start();
        try {
            var table = ProcessTable.now();

            assertEquals(List.of(child.pid()), pids(table.of(child.pid())));
            assertTrue(pids(table.children(ProcessHandle.current().pid())).contains(child.pid()));
            assertFalse(table.inSession(table.of(child.pid()).getFirst().session()).isEmpty());
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertTrue(ProcessTable.now().of(child.pid()).isEmpty());
    }

    private static List<Long> pids(List<ProcessStat> stats) {
        return stats.stream().map(ProcessStat::pid).toList();
    }
}
