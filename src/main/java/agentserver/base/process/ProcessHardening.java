package agentserver.base.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// What keeps other processes of the same user from reading this one's secrets; Linux only,
/// elsewhere it does nothing and says so.
///
/// Call it from `main`, before anything else: [#takeEnvironment] is only as good as it is early.
/// Refusing inspection is dear, because it is the first native call: a server plans it first
/// ([#planRefusal]) and carries it out when its door is open. No program of ours starts before it
/// is done, whoever comes first.
public final class ProcessHardening {

    private static final Logger LOG = System.getLogger(ProcessHardening.class.getName());

    /// What the C library itself asks for later: to find programs, and to know the time.
    private static final Set<String> KEPT = Set.of("PATH", "TZ");

    // Positions in /proc/self/stat after the name: where the environment block starts and ends.
    private static final int BLOCK_START = 47;
    private static final int BLOCK_END = 48;

    /// What is planned for this process, of which there is one; empty where nothing is.
    private static final AtomicReference<Optional<FutureTask<Boolean>>> PLANNED =
            new AtomicReference<>(Optional.empty());

    /// What was done to this process.
    private static final AtomicBoolean HIDDEN = new AtomicBoolean();
    private static final AtomicBoolean REFUSED = new AtomicBoolean();

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
            hide(Long.parseLong(fields[BLOCK_START]), Long.parseLong(fields[BLOCK_END]));
            HIDDEN.set(true);
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
        REFUSED.set(Libc.refuseInspection() == 0);
        return REFUSED.get();
    }

    /// What keeps the programs that agents start from this server's secrets now. Public knowledge.
    ///
    /// - `variables`: they get an environment without the server's settings and model keys;
    /// - `environment`: `/proc/PID/environ` shows nothing of the server's;
    /// - `memory`: they can't read its memory and descriptors. Root could, so it is not said of
    ///   a server that is root.
    public static List<String> layers() {
        var layers = new ArrayList<>(List.of("variables"));
        if (HIDDEN.get()) {
            layers.add("environment");
        }
        if (REFUSED.get() && !isRoot()) {
            layers.add("memory");
        }
        return layers;
    }

    private static boolean isRoot() {
        try {
            return Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)
                    .lines().anyMatch(line -> line.startsWith("Uid:\t0\t"));
        } catch (IOException _) { // without that file nothing is promised
            return true;
        }
    }

    /// From now on no program is started before inspection is refused.
    public static void planRefusal() {
        PLANNED.set(Optional.of(new FutureTask<>(ProcessHardening::refuseInspection)));
    }

    /// Carries out what is planned, or waits for who does; at once when that was done before.
    public static void carryOut() {
        var planned = PLANNED.get();
        if (planned.isEmpty()) {
            return;
        }
        try {
            planned.get().run();
            planned.get().get();
        } catch (ExecutionException failure) {
            LOG.log(Level.WARNING, "the memory stays readable to others: {0}", failure.getCause());
        } catch (InterruptedException _) { // the caller is to stop, and will see it
            Thread.currentThread().interrupt();
        }
    }

    private static void hide(long start, long end) throws IOException {
        if (start <= 0 || end <= start) {
            throw new IllegalStateException("the kernel does not say where the environment is");
        }
        var block = Files.readAllBytes(Path.of("/proc/self/environ"));
        blank(block);
        try (var memory = new RandomAccessFile("/proc/self/mem", "rw")) {
            memory.seek(start);
            memory.write(block, 0, (int) Math.min(block.length, end - start));
        } catch (IOException _) { // not every sandbox has that file; the long way takes 30 ms
            overwrite(start, block);
        }
    }

    @SuppressWarnings("restricted")
    private static void overwrite(long start, byte[] block) {
        MemorySegment.ofAddress(start).reinterpret(block.length)
                .copyFrom(MemorySegment.ofArray(block));
    }

    /// Puts zeros in the place of every variable but those that are kept.
    private static void blank(byte[] block) {
        for (int at = 0; at < block.length; ) {
            int end = at;
            while (end < block.length && block[end] != 0) {
                end++;
            }
            var text = new String(block, at, end - at, StandardCharsets.ISO_8859_1);
            int equals = text.indexOf('=');
            if (equals < 0 || !KEPT.contains(text.substring(0, equals))) {
                Arrays.fill(block, at, end, (byte) 0);
            }
            at = end + 1;
        }
    }
}
