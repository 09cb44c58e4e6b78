package agentserver.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is recorded but not built here yet: lines `recording` and `recording#entry`. A line that
/// starts with `//` is a comment.
record Pending(Set<String> lines) {

    static Pending load() {
        try (var in = Pending.class.getResourceAsStream("/golden/pending.txt")) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Pending of(String text) {
        return new Pending(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .collect(Collectors.toUnmodifiableSet()));
    }

    boolean whole(String recording) {
        return lines.contains(recording);
    }

    boolean entry(String recording, String entry) {
        return lines.contains(recording + "#" + entry);
    }

    /// Lines that name nothing recorded, so that a renamed entry is noticed.
    List<String> unknown(List<Recording> recordings) {
        var known = recordings.stream()
                .flatMap(recording -> Stream.concat(
                        Stream.of(recording.name()),
                        recording.entries().stream().map(e -> recording.name() + "#" + e.name())))
                .collect(Collectors.toSet());
        return lines.stream().filter(line -> !known.contains(line)).sorted().toList();
    }
}
