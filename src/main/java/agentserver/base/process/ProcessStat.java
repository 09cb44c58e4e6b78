package agentserver.base.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What `/proc/PID/stat` says of one process, as far as trees care.
///
/// @param startTicks when it started, in clock ticks since the machine did
record ProcessStat(long pid, boolean zombie, long parent, long session, long startTicks) {

    /// Whether this machine has a `/proc` that says such things.
    static final boolean AVAILABLE = Files.isReadable(Path.of("/proc/self/stat"));

    // Positions after the name, which ends with the last parenthesis: it may hold blanks itself.
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int START = 19;

    /// Empty when there is no such process.
    static Optional<ProcessStat> read(long pid) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
            return Optional.of(parse(pid, new String(bytes, StandardCharsets.ISO_8859_1)));
        } catch (IOException _) {
            return Optional.empty(); // it has ended
        }
    }

    /// All processes of this machine, without zombies.
    static Map<Long, ProcessStat> all() {
        var stats = new HashMap<Long, ProcessStat>();
        var names = new File("/proc").list();
        for (var name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0))) {
                read(Long.parseLong(name)).filter(stat -> !stat.zombie())
                        .ifPresent(stat -> stats.put(stat.pid(), stat));
            }
        }
        return stats;
    }

    private static ProcessStat parse(long pid, String line) {
        var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        var state = fields[STATE];
        return new ProcessStat(
                pid,
                state.equals("Z") || state.equals("X"),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[SESSION]),
                Long.parseLong(fields[START]));
    }
}
