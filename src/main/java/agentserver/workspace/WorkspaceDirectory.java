package agentserver.workspace;

import agentserver.base.fault.Fault;
import agentserver.base.process.ChildProcess;
import agentserver.base.process.ProcessHardening;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A directory that an agent works in.
public final class WorkspaceDirectory {

    private static final List<String> INIT = List.of("git", "init", "--quiet");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int KEPT_BYTES = 4_096;
    private static final Logger LOG = System.getLogger(WorkspaceDirectory.class.getName());

    private WorkspaceDirectory() {}

    /// The directory that a client named, absolute, made when it does not exist, and under version
    /// control: outside of any repository, one is started there. That step may fail, with a line in
    /// the log. Blocks. Source: contract 02 §4.2 step 8.
    ///
    /// @param base        what a relative name starts from
    /// @param environment for git
    /// @throws Fault.Unprocessable when the directory can't be made, or is none
    public static Path prepare(Path base, String name, Map<String, String> environment) {
        try {
            var directory = base.resolve(name).toAbsolutePath().normalize();
            Files.createDirectories(directory);
            if (!isInRepository(directory)) {
                startRepository(directory, environment);
            }
            return directory;
        } catch (IOException | IllegalArgumentException e) {
            throw new Fault.Unprocessable(
                    "workspace.working_dir: the directory can't be made: "
                            + e.getClass().getSimpleName());
        }
    }

    private static boolean isInRepository(Path directory) {
        for (var place = directory; place != null; place = place.getParent()) {
            if (Files.exists(place.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    private static void startRepository(Path directory, Map<String, String> environment) {
        try {
            var git = ChildProcess.start(INIT, directory, environment).collect(KEPT_BYTES, LIMIT);
            if (git.exitCode() != 0) {
                LOG.log(Level.WARNING, "git init failed in {0}: {1}", directory, git.errors().strip());
            }
        } catch (IOException e) {
            LOG.log(Level.INFO, "no git here: {0} stays without version control", directory);
        } catch (InterruptedException _) { // the request is over, and so is this
            Thread.currentThread().interrupt();
        }
    }
}
