package agentserver.conversation.disk;

import agentserver.base.store.Lease;
import agentserver.base.store.LeaseTerms;
import agentserver.conversation.layout.PythonLayout;
import agentserver.event.log.LogCheck;
import agentserver.event.log.LogCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Looks through the directories of conversations for what a crash or a bad disk has left, and mends it.
/// A server may run meanwhile: what it has open is looked at, but not mended.
public final class ConversationCheck {

    /// What is wrong with a file, and whether it is mended now.
    public record Finding(Path file, String text, boolean mended) {

        @Override
        public String toString() {
            return file + ": " + text + (mended ? " (mended)" : "");
        }
    }

    private static final List<String> LEFTOVERS = List.of(".tmp", ".adopting", ".repaired");
    private static final List<String> DRAFTS = List.of(".fork-", ".deleted-", ".import-");

    private final LeaseTerms terms;
    private final boolean mends;
    private final Consumer<Finding> found;
    private int checked;

    /// @param terms how a conversation is claimed while it is mended
    /// @param found hears of each finding
    public ConversationCheck(LeaseTerms terms, boolean mends, Consumer<Finding> found) {
        this.terms = terms;
        this.mends = mends;
        this.found = found;
    }

    /// Looks at one conversation, or at all in a directory.
    ///
    /// @return how many conversations it looked at
    /// @throws IOException when the directory can't be read
    public int check(Path directory) throws IOException {
        if (Files.exists(directory.resolve(DiskConversations.LOG_FILE))) {
            conversation(directory);
            return checked;
        }
        for (var entry : entries(directory)) {
            var name = entry.getFileName().toString();
            if (PythonLayout.id(name).isPresent()) {
                conversation(entry);
            } else if (DRAFTS.stream().anyMatch(name::startsWith)) {
                found.accept(new Finding(entry, "left by work that was cut short",
                        mends && DiskConversations.removed(entry)));
            }
        }
        return checked;
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    /// Looks at one conversation; a file of it that can't be read is a finding like others.
    private void conversation(Path directory) {
        checked++;
        attempt(directory, () -> {
            var lease = mends ? Lease.claim(directory, terms) : Optional.<Lease>empty();
            try {
                if (mends && lease.isEmpty()) {
                    found.accept(new Finding(directory, "a server has it open: not mended", false));
                }
                files(directory, lease.isPresent());
            } finally {
                lease.ifPresent(Lease::close);
            }
        });
    }

    private void files(Path directory, boolean mending) {
        var snapshot = directory.resolve(SnapshotFile.NAME);
        var checkpoint = directory.resolve(SavedState.CHECKPOINT);
        attempt(snapshot, () -> snapshot(snapshot, mending));
        attempt(directory.resolve(DiskConversations.LOG_FILE), () -> log(directory, mending));
        attempt(checkpoint, () -> checkpoint(checkpoint, mending));
        attempt(directory, () -> leftovers(directory, mending));
    }

    /// Something that may fail for one file, and must not for all.
    @FunctionalInterface
    private interface Look {

        void run() throws IOException;
    }

    private void attempt(Path file, Look look) {
        try {
            look.run();
        } catch (IOException | UncheckedIOException e) {
            found.accept(new Finding(file, "can't be checked: " + e, false));
        }
    }

    private void log(Path directory, boolean mending) throws IOException {
        var log = directory.resolve(DiskConversations.LOG_FILE);
        if (Files.notExists(log)) {
            if (!PythonLayout.isIn(directory)) {
                found.accept(new Finding(directory, "holds no conversation", false));
            }
            return;
        }
        var snapshot = directory.resolve(SnapshotFile.NAME);
        var known = Files.isRegularFile(snapshot)
                ? SnapshotFile.extent(snapshot)
                : Optional.<LogCheckpoint.Extent>empty();
        var report = LogCheck.check(log, known.map(LogCheckpoint.Extent::position).orElse(0L));
        if (mending && !report.findings().isEmpty()) { // first goes what speaks of it as it was
            Files.deleteIfExists(directory.resolve(SavedState.CHECKPOINT));
            LogCheck.repair(log);
        }
        report.findings().forEach(each -> found.accept(new Finding(log,
                "at " + each.offset() + ": " + name(each.kind()) + ": " + each.text(),
                mending && each.kind() != LogCheck.Kind.LOST_PARENT)));
        if (known.isPresent()) {
            fit(snapshot, known.get(), report, mending);
        }
    }

    /// Sees to it that a snapshot is of its log, as that is now.
    private void fit(Path file, LogCheckpoint.Extent is, LogCheck.Report report, boolean mending)
            throws IOException {
        if (is.position() > report.last()) {
            if (mending) { // no server uses it, but it may be all that is left
                Files.move(file, file.resolveSibling(SnapshotFile.NAME + ".damaged"),
                        StandardCopyOption.ATOMIC_MOVE);
            }
            found.accept(new Finding(file, "speaks of " + is.position()
                    + " records, the log ends at " + report.last(), mending));
            return;
        }
        var known = report.known();
        var fitting = new LogCheckpoint.Extent(is.position(), known.events(), known.bytes());
        if (is.equals(fitting)) {
            return;
        }
        if (mending) {
            SnapshotFile.fit(file, fitting);
        }
        if (report.findings().isEmpty()) {
            found.accept(new Finding(file, "its part of the log ends elsewhere", mending));
        }
    }

    private static String name(LogCheck.Kind kind) {
        return switch (kind) {
            case TORN_TAIL -> "unfinished end";
            case DAMAGED -> "damaged record";
            case GAP -> "missing records";
            case DUPLICATE_ID -> "duplicate id";
            case LOST_PARENT -> "lost parent";
        };
    }

    private void snapshot(Path file, boolean mending) throws IOException {
        if (Files.exists(file) && SnapshotFile.extent(file).isEmpty()) {
            found.accept(new Finding(file, "damaged snapshot",
                    mending && Files.deleteIfExists(file)));
        }
    }

    private void checkpoint(Path file, boolean mending) throws IOException {
        if (Files.exists(file) && !LogCheckpoint.isWhole(file)) {
            found.accept(new Finding(file, "damaged checkpoint",
                    mending && Files.deleteIfExists(file)));
        }
    }

    private void leftovers(Path directory, boolean mending) throws IOException {
        for (var file : entries(directory)) {
            var name = file.getFileName().toString();
            if (LEFTOVERS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file)) {
                found.accept(new Finding(file, "left by a write that was cut short",
                        mending && Files.deleteIfExists(file)));
            }
        }
    }
}
