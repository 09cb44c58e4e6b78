package agentserver.base.store;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Who holds a lease: one run of one process. The same pid may come again, after a reboot or in a
/// restarted container; the boot and the start time tell such processes apart.
///
/// @param instanceId one for each run of the program, 32 hex digits
/// @param host       the machine's name
/// @param bootId     the system's own id of the time since it was booted; empty where it has none
/// @param startTicks when the process started, in clock ticks since then; 0 when nobody knows
public record LeaseOwner(
        String instanceId, String host, long pid, String bootId, long startTicks) {

    private static final int START_FIELD = 19; // behind the name, in /proc/PID/stat
    private static final String BOOT_TIME = "btime ";

    /// This process. A new instance with each call: call it once.
    public static LeaseOwner ofThisProcess() {
        var pid = ProcessHandle.current().pid();
        return new LeaseOwner(
                UUID.randomUUID().toString().replace("-", ""), hostName(), pid,
                line("/proc/sys/kernel/random/boot_id"), startTicks(pid).orElse(0L));
    }

    /// Whether the process that this was is gone for certain, as far as `me` can tell.
    ///
    /// Another boot under our name is an earlier one of this machine only if it gave no sign of life
    /// since this one began: names are not unique, and containers and virtual machines of one image
    /// share theirs.
    ///
    /// @param seenSeconds when it last gave a sign of life, in seconds since 1970
    boolean isGone(LeaseOwner me, double seenSeconds) {
        if (!host.equals(me.host)) {
            return false;
        }
        if (!bootId.isEmpty() && !bootId.equals(me.bootId)) {
            return seenSeconds < bootSeconds();
        }
        var running = startTicks(pid);
        return running.isEmpty() || startTicks != 0 && running.get() != startTicks
                || startTicks == 0 && pid == me.pid; // another's record under our own pid
    }

    /// Whether it ran under the same kernel, and so under the same locks, whatever it calls its host.
    boolean isOfTheSameBoot(LeaseOwner me) {
        return !bootId.isEmpty() && bootId.equals(me.bootId);
    }

    /// When this machine was booted, in seconds since 1970; 0 when nobody knows.
    static long bootSeconds() {
        return lines("/proc/stat").filter(line -> line.startsWith(BOOT_TIME)).findFirst()
                .map(line -> Long.parseLong(line.substring(BOOT_TIME.length()).strip())).orElse(0L);
    }

    private static Optional<Long> startTicks(long pid) {
        var line = line("/proc/" + pid + "/stat");
        if (line.isEmpty()) {
            return Optional.empty();
        }
        var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return Optional.of(Long.parseLong(fields[START_FIELD]));
    }

    private static String hostName() {
        var configured = line("/proc/sys/kernel/hostname");
        if (!configured.isEmpty()) {
            return configured;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException _) { // a machine without a name
            return "localhost";
        }
    }

    private static String line(String file) {
        return text(file).strip();
    }

    private static Stream<String> lines(String file) {
        return text(file).lines();
    }

    private static String text(String file) {
        try {
            var bytes = Files.readAllBytes(Path.of(file));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException _) { // not there, or not readable: not known
            return "";
        }
    }
}
