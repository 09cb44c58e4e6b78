package agentserver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Work in a directory of its own, which is removed afterwards.
@FunctionalInterface
interface Scratch {

    /// Returns an exit code.
    ///
    /// @throws IllegalStateException when it can't be done, with the reason
    int in(Path directory) throws IOException, InterruptedException;

    /// Does the work; what goes wrong is one line on standard error.
    ///
    /// @param name what does it, for that line and for the directory
    static int run(String name, Streams streams, Scratch work) {
        try {
            var directory = Files.createTempDirectory("agent-server-" + name);
            try {
                return work.in(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException | IllegalStateException e) {
            streams.err().println("agent-server: " + name + ": " + e.getMessage());
            return ExitCode.FAILED;
        } catch (InterruptedException _) { // whoever started it wants it to end
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
