package agentserver.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel says that a process has used: `/proc/PID`.
record Accounts(long pid) {

    // Positions in /proc/PID/stat after the name.
    private static final int USER_TICKS = 11;
    private static final int TICK_FIELDS = 4; // own and waited-for children's, user and system
    private static final double TICK_MILLIS = 10; // USER_HZ is 100 on every Linux we know
    private static final double KILOBYTES_PER_MEGABYTE = 1024;

    /// Processor time so far, with that of children that have ended, in steps of 10 ms.
    double cpuMillis() throws IOException {
        var stat = Files.readString(file("stat"), StandardCharsets.ISO_8859_1);
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 0; i < TICK_FIELDS; i++) {
            ticks += Long.parseLong(fields[USER_TICKS + i]);
        }
        return ticks * TICK_MILLIS;
    }

    double residentMegabytes() throws IOException {
        for (var line : Files.readAllLines(file("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES_PER_MEGABYTE;
            }
        }
        throw new IOException("process " + pid + " has no resident memory");
    }

    private Path file(String name) {
        return Path.of("/proc", String.valueOf(pid), name);
    }
}
