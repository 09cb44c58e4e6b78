package agentserver.base.param;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Path templates, and what stands at each. Finding one costs the length of the path, whatever the
/// number of templates. Filled while the server is built, read-only afterwards.
///
/// A fixed segment is tried before a variable, a variable before a tail; where the first choice
/// leads nowhere, the next is tried.
///
/// @param <L> what stands at a template
public final class PathTree<L> {

    /// A template that fits, with the texts that its variables stand for, decoded.
    public record Hit<L>(L leaf, List<String> values) {}

    private static final class Node<L> {
        final Map<String, Node<L>> fixed = new HashMap<>();
        Optional<Node<L>> variable = Optional.empty();
        Optional<L> leaf = Optional.empty();
        Optional<L> tail = Optional.empty();
    }

    private final Node<L> root = new Node<>();
    private final Map<String, Hit<L>> exact = new HashMap<>();

    /// What stands at the template; made when nothing did.
    public L at(String template, Supplier<L> fresh) {
        var node = root;
        for (var segment : template.substring(1).split("/", -1)) {
            if (segment.endsWith("...}")) {
                node.tail = Optional.of(node.tail.orElseGet(fresh));
                return node.tail.get();
            }
            node = child(node, segment);
        }
        if (node.leaf.isEmpty()) {
            node.leaf = Optional.of(fresh.get());
        }
        if (template.indexOf('{') < 0) {
            exact.putIfAbsent(template, new Hit<>(node.leaf.get(), List.of()));
        }
        return node.leaf.get();
    }

    private Node<L> child(Node<L> node, String segment) {
        if (!segment.startsWith("{")) {
            return node.fixed.computeIfAbsent(segment, _ -> new Node<>());
        }
        if (node.variable.isEmpty()) {
            node.variable = Optional.of(new Node<>());
        }
        return node.variable.get();
    }

    /// The first template that fits the path and whose leaf is wanted.
    ///
    /// @param path still percent-encoded, starting with a slash
    public Optional<Hit<L>> find(String path, Predicate<L> wanted) {
        var whole = exact.get(path);
        if (whole != null && wanted.test(whole.leaf())) {
            return Optional.of(whole);
        }
        return find(root, path, 1, new ArrayList<>(4), wanted);
    }

    private Optional<Hit<L>> find(
            Node<L> node, String path, int start, ArrayList<String> values, Predicate<L> wanted) {
        if (start > path.length()) {
            return node.leaf.filter(wanted).map(leaf -> new Hit<>(leaf, List.copyOf(values)));
        }
        int slash = path.indexOf('/', start);
        int end = slash < 0 ? path.length() : slash;
        var segment = Percent.decodePath(path.substring(start, end));
        var next = node.fixed.get(segment);
        if (next != null) {
            var hit = find(next, path, end + 1, values, wanted);
            if (hit.isPresent()) {
                return hit;
            }
        }
        if (node.variable.isPresent() && !segment.isEmpty()) {
            values.add(segment);
            var hit = find(node.variable.get(), path, end + 1, values, wanted);
            if (hit.isPresent()) {
                return hit;
            }
            values.removeLast();
        }
        return node.tail.filter(wanted).map(leaf -> {
            values.add(Percent.decodePath(path.substring(start)));
            return new Hit<>(leaf, List.copyOf(values));
        });
    }
}
