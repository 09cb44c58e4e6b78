package agentserver.golden;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What recorded ids and times are called in our server.
///
/// Ids are renamed one to one: an id that occurs twice in a recording must be the same id twice in
/// our answers, and two ids may not become one. A UUID is the same id with and without dashes, in
/// either case. Times are only remembered, first meeting first, so that a later request can name
/// them. One thread.
final class Names {

    private static final Pattern IN_REQUESTS = Pattern.compile(
            Kind.UUID.recorded + "|" + Kind.TIME.recorded + "|" + Kind.HEX.recorded + "|"
                    + Kind.STAMP.recorded);

    private final Map<String, String> ours;
    private final Map<String, String> recorded;
    private final Map<String, String> times;

    Names() {
        this(Map.of(), Map.of(), Map.of());
    }

    private Names(Map<String, String> ours, Map<String, String> recorded,
            Map<String, String> times) {
        this.ours = new HashMap<>(ours);
        this.recorded = new HashMap<>(recorded);
        this.times = new HashMap<>(times);
    }

    /// A copy to try a comparison with; it replaces this one when the comparison counts.
    Names copy() {
        return new Names(ours, recorded, times);
    }

    /// Notes that `id` is called `other` here.
    ///
    /// @return why that contradicts an earlier meeting; empty when it does not
    Optional<String> bind(String id, String other) {
        var theirs = canonical(id);
        var mine = canonical(other);
        var known = ours.putIfAbsent(theirs, mine);
        if (known != null && !known.equals(mine)) {
            return Optional.of("id " + id + " was " + known + " before, now " + other);
        }
        var owner = recorded.putIfAbsent(mine, theirs);
        if (owner != null && !owner.equals(theirs)) {
            ours.remove(theirs);
            return Optional.of("id " + other + " stands for " + owner + " already, now for " + id);
        }
        return Optional.empty();
    }

    void remember(String recordedTime, String ourTime) {
        times.putIfAbsent(recordedTime, ourTime);
    }

    /// Rewrites a recorded request: known ids and times become ours. An id never met is the
    /// client's own, so it stays, and from now on means itself.
    String request(String text) {
        return IN_REQUESTS.matcher(text).replaceAll(
                found -> Matcher.quoteReplacement(renamed(found.group())));
    }

    private String renamed(String token) {
        if (Kind.TIME.matches(token)) {
            var encoded = token.contains("%3A");
            var time = token.replace("%3A", ":");
            var mine = times.getOrDefault(time, time);
            return encoded ? mine.replace(":", "%3A") : mine;
        }
        if (Kind.STAMP.matches(token)) {
            return times.getOrDefault(token, token);
        }
        var known = ours.get(canonical(token));
        if (known == null) {
            bind(token, token);
            return token;
        }
        return formedAs(token, known);
    }

    private static String canonical(String id) {
        return Kind.UUID.matches(id) ? id.replace("-", "").toLowerCase(Locale.ROOT) : id;
    }

    private static String formedAs(String token, String canonical) {
        if (!token.contains("-")) {
            return canonical;
        }
        var dashed = canonical.replaceFirst(
                "^(.{8})(.{4})(.{4})(.{4})(.{12})$", "$1-$2-$3-$4-$5");
        var upper = token.equals(token.toUpperCase(Locale.ROOT));
        return upper ? dashed.toUpperCase(Locale.ROOT) : dashed;
    }
}
