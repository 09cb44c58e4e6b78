package agentserver.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A recorded text as a pattern: what differs from run to run may differ, all else must be equal.
record TextShape(Pattern pattern, List<Part> parts) {

    private static final Pattern VARYING = Pattern.compile(Arrays.stream(Kind.values())
            .map(kind -> "(?<" + group(kind) + ">" + kind.recorded + ")")
            .collect(Collectors.joining("|")));

    /// One varying part, and what the recording had there.
    record Part(Kind kind, String recorded) {
    }

    static TextShape of(String text, Places places) {
        var regex = new StringBuilder();
        var parts = new ArrayList<Part>();
        var found = VARYING.matcher(text);
        var end = 0;
        while (found.find()) {
            regex.append(Pattern.quote(places.ours(text.substring(end, found.start()))));
            var kind = kindOf(found);
            regex.append('(').append(kind.ours).append(')');
            parts.add(new Part(kind, found.group()));
            end = found.end();
        }
        regex.append(Pattern.quote(places.ours(text.substring(end))));
        return new TextShape(Pattern.compile(regex.toString()), List.copyOf(parts));
    }

    /// Compares our text, and notes the names that ids and times have here.
    ///
    /// @return why it does not fit; empty when it does
    Optional<String> mismatch(String ours, Names names) {
        var match = pattern.matcher(ours);
        if (!match.matches()) {
            return Optional.of("the text differs");
        }
        for (var i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            var problem = part.kind().identifies()
                    ? names.bind(part.recorded(), match.group(i + 1)) : Optional.<String>empty();
            if (problem.isPresent()) {
                return problem;
            }
            if (part.kind().tellsTime()) {
                names.remember(part.recorded(), match.group(i + 1));
            }
        }
        return Optional.empty();
    }

    private static Kind kindOf(Matcher found) {
        return Arrays.stream(Kind.values())
                .filter(kind -> found.group(group(kind)) != null)
                .findFirst()
                .orElseThrow();
    }

    private static String group(Kind kind) {
        return kind.name().replace("_", "");
    }
}
