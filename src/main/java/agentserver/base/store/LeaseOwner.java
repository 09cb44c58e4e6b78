package agentserver.base.store;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

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

    /// This process. A new instance with each call: call it once.
    public static LeaseOwner ofThisProcess() {
        var pid = ProcessHandle.current().pid();
        return new LeaseOwner(
                UUID.randomUUID().toString().replace("-", ""), hostName(), pid,
                line("/proc/sys/kernel/random/boot_id"), startTicks(pid).orElse(0L));
    }

    /// Whether the process that this was is gone for certain, as far as `me` can tell.
    boolean isGone(LeaseOwner me) {
        if (!isNeighbour(me)) {
            return false;
        }
        if (!bootId.isEmpty() && !bootId.equals(me.bootId)) {
            return true; // the machine was booted since
        }
        var running = startTicks(pid);
        return running.isEmpty() || startTicks != 0 && running.get() != startTicks
                || startTicks == 0 && pid == me.pid; // another's record under our own pid
    }

    /// Whether it is on the same machine.
    boolean isNeighbour(LeaseOwner me) {
        return !bootId.isEmpty() && bootId.equals(me.bootId) || host.equals(me.host);
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
        try {
            var bytes = Files.readAllBytes(Path.of(file));
            return new String(bytes, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException _) { // not there, or not readable: not known
            return "";
        }
    }
}
