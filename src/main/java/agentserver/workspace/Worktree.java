package agentserver.workspace;

import agentserver.base.fault.Fault;
import agentserver.base.process.ChildProcess;
import agentserver.base.process.ChildResult;
import agentserver.base.store.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// A git worktree of its own for one conversation, so that several can work on one repository.
/// Source: contract 02 §4.4.
///
/// @param source    the directory that was asked for
/// @param root      the worktree
/// @param directory the place in it that `source` is in its repository
/// @param branch    what is checked out there, new
public record Worktree(Path source, Path root, Path directory, String branch) {

    private static final Duration FETCH = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofSeconds(60);
    private static final int OUTPUT_BYTES = 64 << 10;

    /// Makes one. Blocks, up to a minute for the fetch.
    ///
    /// @param source      an absolute directory
    /// @param roots       where worktrees are made
    /// @param environment for git
    /// @return empty when `source` is in no repository
    /// @throws Fault.Unprocessable when git refuses
    public static Optional<Worktree> add(
            Path source, Path roots, UUID id, Map<String, String> environment) {
        try {
            var repository = Git.at(source, environment).repository();
            return repository.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Git(repository.get(), environment)
                            .add(source.toRealPath(), roots, id));
        } catch (IOException _) {
            throw new Fault.Unprocessable("worktree: git can't be run here");
        } catch (InterruptedException _) { // the request is over
            Thread.currentThread().interrupt();
            throw new Fault.Unprocessable("worktree: interrupted");
        }
    }

    /// Asks git in one directory.
    private record Git(Path directory, Map<String, String> environment) {

        static Git at(Path directory, Map<String, String> environment) {
            return new Git(directory, environment);
        }

        Optional<Path> repository() throws IOException, InterruptedException {
            return Files.isDirectory(directory)
                    ? line("rev-parse", "--show-toplevel").map(Path::of)
                    : Optional.empty();
        }

        Worktree add(Path source, Path roots, UUID id) throws IOException, InterruptedException {
            var root = roots.resolve(id.toString()).resolve(directory.getFileName());
            var branch = "openhands/" + id;
            clear(root, branch);
            Files.createDirectories(root.getParent());
            var start = start();
            var added = run(STEP, "worktree", "add", "-b", branch, root.toString(), start);
            if (added.exitCode() != 0) {
                throw new Fault.Unprocessable(
                        "worktree: git can't make one from " + start + " of " + directory);
            }
            var place = root.resolve(directory.toRealPath().relativize(source)).normalize();
            Files.createDirectories(place);
            return new Worktree(source, root, place, branch);
        }

        private void clear(Path root, String branch) throws IOException, InterruptedException {
            run(STEP, "worktree", "remove", "--force", root.toString());
            Directories.remove(root);
            run(STEP, "worktree", "prune");
            run(STEP, "branch", "-D", branch);
        }

        /// What the new branch begins with: the newest that others have, if there are others.
        private String start() throws IOException, InterruptedException {
            if (line("remote", "get-url", "origin").isPresent()) {
                run(FETCH, "fetch", "--quiet", "origin");
            }
            var head = line("symbolic-ref", "--short", "refs/remotes/origin/HEAD");
            var known = Stream.concat(
                    head.stream(), Stream.of("origin/main", "origin/master", "main", "master"));
            for (var name : known.toList()) {
                if (line("rev-parse", "--verify", "--quiet", name + "^{commit}").isPresent()) {
                    return name;
                }
            }
            return "HEAD";
        }

        private Optional<String> line(String... arguments)
                throws IOException, InterruptedException {
            var result = run(STEP, arguments);
            return result.exitCode() == 0
                    ? result.output().lines().findFirst().filter(line -> !line.isBlank())
                    : Optional.empty();
        }

        private ChildResult run(Duration limit, String... arguments)
                throws IOException, InterruptedException {
            var command = new ArrayList<>(List.of("git"));
            command.addAll(List.of(arguments));
            return ChildProcess.start(command, directory, environment)
                    .collect(OUTPUT_BYTES, limit);
        }
    }
}
