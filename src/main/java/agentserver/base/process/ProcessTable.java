package agentserver.base.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The processes of this machine at one moment, zombies left out, found by what trees ask for.
///
/// Reading all of `/proc` takes time: a thousand terminals closed at once share a few tables. Immutable.
final class ProcessTable {

    /// One for all, as there is one `/proc`.
    private static final SharedReading<ProcessTable> READING =
            new SharedReading<>(ProcessTable::new);

    private final Map<Long, ProcessStat> all;
    private final Map<Long, List<ProcessStat>> byParent;
    private final Map<Long, List<ProcessStat>> bySession;
    private final Map<String, List<ProcessStat>> byMark;

    private ProcessTable() {
        all = ProcessStat.all();
        byParent = grouped(stat -> Optional.of(stat.parent()));
        bySession = grouped(stat -> Optional.of(stat.session()));
        // Who bears our marks was started by this server, or by what it started.
        var first = Optional.ofNullable(all.get(ProcessHandle.current().pid()))
                .map(ProcessStat::startTicks).orElse(0L);
        byMark = grouped(stat -> stat.startTicks() >= first ? mark(stat.pid()) : Optional.empty());
    }

    /// A table that is no older than this call.
    static ProcessTable now() {
        return READING.next();
    }

    List<ProcessStat> of(long pid) {
        return Optional.ofNullable(all.get(pid)).stream().toList();
    }

    List<ProcessStat> inSession(long leader) {
        return bySession.getOrDefault(leader, List.of());
    }

    List<ProcessStat> children(long parent) {
        return byParent.getOrDefault(parent, List.of());
    }

    /// @param mark empty for none
    List<ProcessStat> marked(String mark) {
        return mark.isEmpty() ? List.of() : byMark.getOrDefault(mark, List.of());
    }

    private <K> Map<K, List<ProcessStat>> grouped(Function<ProcessStat, Optional<K>> key) {
        record Keyed<K>(K key, ProcessStat stat) {}
        return all.values().stream()
                .flatMap(stat -> key.apply(stat).map(k -> new Keyed<>(k, stat)).stream())
                .collect(Collectors.groupingBy(
                        Keyed::key, Collectors.mapping(Keyed::stat, Collectors.toList())));
    }

    /// What a process's environment says; the first of several, as programs read it.
    private static Optional<String> mark(long pid) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
            var text = "\0" + new String(bytes, StandardCharsets.ISO_8859_1) + "\0";
            var name = "\0" + ProcessTree.MARK + "=";
            var at = text.indexOf(name);
            return at < 0
                    ? Optional.empty()
                    : Optional.of(text.substring(
                            at + name.length(), text.indexOf('\0', at + name.length())));
        } catch (IOException _) {
            return Optional.empty(); // another user's process, or one that has just ended
        }
    }
}
