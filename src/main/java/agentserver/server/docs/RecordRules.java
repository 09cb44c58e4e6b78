package agentserver.server.docs;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What the constructor of a record insists on, and what it puts in for what is left out.
///
/// Nobody declares these rules a second time for the documentation, where they would go stale: the
/// constructor is asked. It is given the smallest object it takes, then the same one with a null here,
/// an outrageous number or text there, and what it makes of them, or objects to, is written down. This
/// costs some milliseconds for all records together, once. A rule that compares members, or looks into
/// lists, is not found.
final class RecordRules {

    /// What was found.
    ///
    /// @param required members without which the record can't be read
    /// @param nullable members that may be null in a record that was read
    /// @param defaults what stands in for members that are left out; never null
    /// @param bounds   keywords of JSON schema for members that have limits
    record Found(
            Set<String> required,
            Set<String> nullable,
            Map<String, JsonNode> defaults,
            Map<String, ObjectNode> bounds) {

        static Found nothing() {
            return new Found(Set.of(), Set.of(), Map.of(), Map.of());
        }
    }

    private static final long HUGE = 1_000_000_000;
    private static final int LONG_CHARS = 100_000;
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final Map<String, String> KEYWORDS = Map.of(
            "ge", "minimum", "gt", "exclusiveMinimum", "le", "maximum", "lt", "exclusiveMaximum",
            "min_length", "minLength", "max_length", "maxLength", "pattern", "pattern");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<JsonNode> NUMBERS =
            List.of(NODES.numberNode(-HUGE), NODES.numberNode(HUGE));
    private static final List<JsonNode> TEXTS = List.of(
            NODES.textNode(""), NODES.textNode("~"), NODES.textNode("~".repeat(LONG_CHARS)));

    private final ObjectMapper mapper;
    private final Samples samples;

    RecordRules(ObjectMapper mapper, Samples samples) {
        this.mapper = mapper;
        this.samples = samples;
    }

    /// Nothing when the mapper can't read the record: one that is only written.
    Found of(Class<?> type, List<Member> members) {
        var smallest = samples.ofRecord(type);
        return smallest.isEmpty() ? Found.nothing() : asked(type, members, smallest.get());
    }

    private Found asked(Class<?> type, List<Member> members, ObjectNode smallest) {
        var required = new HashSet<String>();
        var nullable = new HashSet<String>();
        var bounds = new HashMap<String, ObjectNode>();
        for (var member : members) {
            var name = member.name();
            if (isRequired(type, smallest, name)) {
                required.add(name);
            } else if (!member.type().isPrimitive() && keepsNull(type, smallest, name)) {
                nullable.add(name);
            }
            var limits = limits(type, smallest, member);
            if (!limits.isEmpty()) {
                bounds.put(name, limits);
            }
        }
        return new Found(required, nullable, defaults(type, smallest), bounds);
    }

    private boolean isRequired(Class<?> type, ObjectNode smallest, String name) {
        var without = smallest.deepCopy();
        without.remove(name);
        return smallest.has(name) && samples.objections(type, without).stream()
                .anyMatch(objection -> objection.type().equals("missing"));
    }

    private boolean keepsNull(Class<?> type, ObjectNode smallest, String name) {
        return tree(type, smallest.deepCopy().putNull(name))
                .map(tree -> tree.path(name).isNull() || tree.path(name).isMissingNode())
                .orElse(false);
    }

    private Optional<JsonNode> tree(Class<?> type, ObjectNode object) {
        try {
            return Optional.of(mapper.valueToTree(samples.read(type, object)));
        } catch (Fault.Invalid _) { // a rule, and that is all we wanted to know
            return Optional.empty();
        }
    }

    /// A value that differs from one reading to the next (an id, a time) is no default.
    private Map<String, JsonNode> defaults(Class<?> type, ObjectNode smallest) {
        var first = tree(type, smallest).orElseThrow();
        var second = tree(type, smallest).orElseThrow();
        var defaults = new HashMap<String, JsonNode>();
        for (var property : first.properties()) {
            var name = property.getKey();
            var value = property.getValue();
            boolean lasting = value.equals(second.get(name));
            if (!smallest.has(name) && !value.isNull() && lasting) {
                defaults.put(name, value);
            }
        }
        return defaults;
    }

    private ObjectNode limits(Class<?> type, ObjectNode smallest, Member member) {
        var limits = NODES.objectNode();
        var leaf = Leaf.of(member.type().getRawClass());
        var extremes = leaf.filter(Leaf::isNumber).isPresent() ? NUMBERS
                : leaf.filter(Leaf::isText).isPresent() ? TEXTS : List.<JsonNode>of();
        for (var extreme : extremes) {
            var object = smallest.deepCopy();
            object.set(member.name(), extreme);
            samples.objections(type, object).stream()
                    .filter(objection -> Samples.member(type, objection)
                            .filter(member.name()::equals).isPresent())
                    .forEach(objection -> note(objection, limits));
        }
        return limits;
    }

    private static void note(Violation objection, ObjectNode limits) {
        objection.ctx().forEach((key, value) -> {
            if (KEYWORDS.containsKey(key)) {
                limits.set(KEYWORDS.get(key), NODES.pojoNode(value));
            }
        });
        if (objection.type().equals("literal_error")) {
            var allowed = limits.putArray("enum");
            QUOTED.matcher(String.valueOf(objection.ctx().get("expected"))).results()
                    .map((MatchResult quoted) -> quoted.group(1)).forEach(allowed::add);
        }
    }
}
