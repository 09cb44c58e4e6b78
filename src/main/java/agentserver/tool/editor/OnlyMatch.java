package agentserver.tool.editor;

import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The one place in a text where another text stands, in characters as the model sees them.
record OnlyMatch(int start, int length) {

    private static final int MAX_LISTED = 50;

    /// Finds `wanted` as it is or, where it is nowhere, without the blanks around it.
    ///
    /// @throws EditorFailure when it is nowhere or in several places
    static OnlyMatch of(String shown, LineText lines, String wanted) {
        var sought = wanted.replace("\r\n", "\n");
        return in(lines, sought, wanted)
                .or(() -> in(lines, sought.strip(), wanted))
                .orElseThrow(() -> new EditorFailure("No replacement was performed, old_str `"
                        + wanted + "` did not appear verbatim in " + shown + "."));
    }

    private static Optional<OnlyMatch> in(LineText lines, String sought, String wanted) {
        var first = sought.isEmpty() ? -1 : lines.seen().indexOf(sought);
        if (first < 0) {
            return Optional.empty();
        }
        if (lines.seen().indexOf(sought, first + sought.length()) < 0) {
            return Optional.of(new OnlyMatch(first, sought.length()));
        }
        throw new EditorFailure("No replacement was performed. Multiple occurrences of old_str `"
                + wanted + "` in lines [" + places(lines.seen(), sought, first)
                + "]. Please ensure it is unique.");
    }

    private static String places(String text, String sought, int first) {
        var numbers = new TreeSet<Integer>();
        var line = 1;
        var counted = 0;
        for (var at = first; at >= 0; at = text.indexOf(sought, at + sought.length())) {
            for (; counted < at; counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            numbers.add(line);
            if (numbers.size() > MAX_LISTED) {
                break;
            }
        }
        var more = numbers.size() > MAX_LISTED ? ", …" : "";
        return numbers.stream().limit(MAX_LISTED).map(String::valueOf)
                .collect(Collectors.joining(", ")) + more;
    }
}
