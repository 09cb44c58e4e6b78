package agentserver.base.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One process and everything it started, to be ended together.
///
/// Where there is a `/proc`, a process belongs to the tree when one of these holds:
///
/// - it descends from the root through processes that still live;
/// - it is in the session that the root leads: a child whose parent has ended;
/// - the [#MARK] in its environment is the tree's, and it is not older than the root: a daemon that
///   left its parent and its session.
///
/// Elsewhere only descendants are known. Zombies are nobody's: they are gone but for their exit
/// code. A process that does all it can to hide (a new session, no parent, a cleaned environment)
/// escapes.
///
/// **Threads**: immutable; any thread may use it.
public final class ProcessTree {

    /// The environment variable that a tree's processes inherit.
    public static final String MARK = "AGENTSERVER_TREE";

    private static final long FIRST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final long root;
    private final String mark;
    private final long started;

    private ProcessTree(long root, String mark, long started) {
        this.root = root;
        this.mark = mark;
        this.started = started;
    }

    /// A value for [#MARK] that no other tree has.
    public static String newMark() {
        var random = ThreadLocalRandom.current();
        return HexFormat.of().toHexDigits(random.nextLong())
                + HexFormat.of().toHexDigits(random.nextLong());
    }

    /// The tree of a living process.
    ///
    /// @param mark what its environment says; empty when it says nothing
    public static ProcessTree of(long root, String mark) {
        var started = ProcessStat.read(root).map(ProcessStat::startTicks).orElse(Long.MAX_VALUE);
        return new ProcessTree(root, mark, started);
    }

    /// Who is alive, the root included, each process before those it started.
    public List<ProcessHandle> members() {
        if (!ProcessStat.AVAILABLE) {
            return descendants();
        }
        return closure(ProcessTable.now()).stream().sorted()
                .map(ProcessHandle::of).flatMap(Optional::stream).toList();
    }

    /// Ends all: asks (`TERM`), waits up to `grace`, then forces (`KILL`) and waits up to `force`.
    ///
    /// An interrupt of the calling thread cuts both waits short, not the signals; its flag stays
    /// set.
    ///
    /// @return whether all are gone
    public boolean kill(Duration grace, Duration force) {
        var known = new HashSet<ProcessHandle>();
        return goneWithin(grace, known, ProcessHandle::destroy)
                || goneWithin(force, known, ProcessHandle::destroyForcibly);
    }

    /// Nobody tells a process of the end of another's children, so this looks, less and less often.
    /// Who was once seen stays known, though the death of its parent may have cut the link by which
    /// it was.
    private boolean goneWithin(
            Duration limit, Set<ProcessHandle> known, Consumer<ProcessHandle> signal) {
        var deadline = System.nanoTime() + limit.toNanos();
        var pause = FIRST_PAUSE_MILLIS;
        known.forEach(signal);
        while (true) {
            known.removeIf(member -> !alive(member));
            if (known.isEmpty()) {
                known.addAll(members());
                known.forEach(signal);
            }
            if (known.isEmpty()) {
                return true;
            }
            if (System.nanoTime() > deadline || !pause(pause)) {
                return false;
            }
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    private static boolean alive(ProcessHandle member) {
        return member.isAlive()
                && ProcessStat.read(member.pid()).map(s -> !s.zombie()).orElse(!ProcessStat.AVAILABLE);
    }

    private static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Set<Long> closure(ProcessTable table) {
        var members = new HashSet<Long>();
        var open = new ArrayList<Long>();
        Stream.of(table.of(root), table.inSession(root), table.marked(mark))
                .flatMap(List::stream)
                .filter(stat -> stat.startTicks() >= started)
                .forEach(stat -> open.add(stat.pid()));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (members.add(next)) {
                table.children(next).forEach(child -> open.add(child.pid()));
            }
        }
        return members;
    }

    private List<ProcessHandle> descendants() {
        var members = new ArrayList<ProcessHandle>();
        ProcessHandle.of(root).ifPresent(handle -> {
            members.add(handle);
            handle.descendants().forEach(members::add);
        });
        return members;
    }
}
