package agentserver.cli;

import agentserver.base.store.LeaseOwner;
import agentserver.base.store.LeaseTerms;
import agentserver.conversation.disk.ConversationCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Checks the files of conversations: one line for each thing that is wrong, then a sum. Ends with 0 when
/// nothing is wrong, or all was mended.
record FsckCommand(Streams streams) implements Command {

    private static final Usage USAGE = new Usage("fsck", "DIR", 1, 1,
            "check the files of one conversation, or of all in a directory", List.of(Flag.REPAIR));
    private static final Duration LEASE = Duration.ofSeconds(45);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments) {
        var directory = Path.of(arguments.words().getFirst());
        if (!Files.isDirectory(directory)) {
            streams.err().println("agent-server: " + directory + " is not a directory");
            return ExitCode.FAILED;
        }
        var wrong = new AtomicInteger();
        var left = new AtomicInteger();
        var terms = new LeaseTerms(LeaseOwner.ofThisProcess(), LEASE, InstantSource.system());
        try {
            var checked = new ConversationCheck(terms, arguments.has(Flag.REPAIR), finding -> {
                streams.out().println(finding);
                wrong.incrementAndGet();
                left.addAndGet(finding.mended() ? 0 : 1);
            }).check(directory);
            streams.out().println(checked + " conversations checked, " + wrong + " findings, "
                    + (wrong.get() - left.get()) + " mended");
            return left.get() == 0 ? ExitCode.OK : ExitCode.FAILED;
        } catch (IOException e) {
            streams.err().println("agent-server: " + directory + " can't be checked: " + e);
            return ExitCode.FAILED;
        }
    }
}
