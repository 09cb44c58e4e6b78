package agentserver.base.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// How many files, sockets included, this process may have open: the soft limit of the system, which
/// the Java runtime raises to the hard one when it starts.
public final class OpenFiles {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Pattern LINE = Pattern.compile("Max open files +(\\d+|unlimited) .*");
    private static final int USUAL = 1_024;
    private static final long LIMIT = read();

    private OpenFiles() {}

    /// The limit, as it was when this was first asked; 1,024 where the system does not tell.
    public static long limit() {
        return LIMIT;
    }

    private static long read() {
        try {
            return limit(Files.readAllLines(LIMITS));
        } catch (IOException _) { // another system
            return USUAL;
        }
    }

    static long limit(List<String> lines) {
        return lines.stream().map(LINE::matcher).filter(line -> line.matches())
                .map(line -> line.group(1))
                .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                .findFirst().orElse(USUAL);
    }
}
