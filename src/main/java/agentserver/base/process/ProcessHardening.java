package agentserver.base.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// What keeps other processes of the same user from reading this one's secrets; Linux only,
/// elsewhere both methods do nothing and say so.
///
/// Call it from `main`, before anything else: [#takeEnvironment] is only as good as it is early.
public final class ProcessHardening {

    private static final Logger LOG = System.getLogger(ProcessHardening.class.getName());

    /// What the C library itself asks for later: to find programs, and to know the time.
    private static final Set<String> KEPT = Set.of("PATH", "TZ");

    // Positions in /proc/self/stat after the name: where the environment block starts and ends.
    private static final int BLOCK_START = 47;
    private static final int BLOCK_END = 48;

    private ProcessHardening() {}

    /// The environment and whether others can still read it.
    ///
    /// @param variables as [System#getenv()] gives them
    /// @param hidden    whether `/proc/PID/environ` no longer shows them
    public record Environment(Map<String, String> variables, boolean hidden) {}

    /// Copies the environment, then overwrites the block of memory that `/proc/PID/environ` shows:
    /// it is empty afterwards, but for `PATH` and `TZ`. Child processes get what they are given
    /// explicitly.
    public static Environment takeEnvironment() {
        var variables = System.getenv(); // the JDK's own copy, made at the first call
        try {
            var stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            var fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
            wipe(Long.parseLong(fields[BLOCK_START]), Long.parseLong(fields[BLOCK_END]));
            return new Environment(variables, true);
        } catch (IOException | RuntimeException failure) {
            LOG.log(Level.WARNING, "the environment stays readable to others: {0}", failure);
            return new Environment(variables, false);
        }
    }

    /// Forbids other processes of this user to read memory and descriptors of this one, to trace
    /// it, and the kernel to write its core. For a server that is not root, `jcmd` and the like
    /// can't attach afterwards and its own `/proc/self/environ` is closed.
    ///
    /// @return whether it worked
    public static boolean refuseInspection() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        return Libc.refuseInspection() == 0;
    }

    @SuppressWarnings("restricted")
    private static void wipe(long start, long end) {
        if (start <= 0 || end <= start) {
            throw new IllegalStateException("the kernel does not say where the environment is");
        }
        var block = MemorySegment.ofAddress(start).reinterpret(end - start);
        for (long at = 0; at < block.byteSize(); ) {
            var next = at;
            while (next < block.byteSize() && block.get(ValueLayout.JAVA_BYTE, next) != 0) {
                next++;
            }
            wipeVariable(block.asSlice(at, next - at));
            at = next + 1;
        }
    }

    private static void wipeVariable(MemorySegment variable) {
        var text = new String(
                variable.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
        var equals = text.indexOf('=');
        if (equals < 0 || !KEPT.contains(text.substring(0, equals))) {
            variable.fill((byte) 0);
        }
    }
}
