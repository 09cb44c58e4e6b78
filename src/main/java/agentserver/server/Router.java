package agentserver.server;

import agentserver.base.param.Param;
import agentserver.base.param.PathTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The routing table: method and path to route, path to socket. Filled while the server is built,
/// read-only afterwards.
///
/// An unknown path is not found; a known path under another method names the methods it has; a path that
/// differs from a known one by a slash at its end leads there.
public final class Router {

    /// What the table says about a method and a path.
    sealed interface Match {}

    record Found(Route route, List<String> values) implements Match {}

    record WrongMethod(Set<String> allowed) implements Match {}

    /// @param path the path that exists
    record OtherSlash(String path) implements Match {}

    record Unknown() implements Match {}

    /// A path at which sockets are opened.
    ///
    /// @param segments rules for variables of the path
    /// @param query    parameters of the query
    public record SocketRoute(String path, List<Param<?>> segments, List<Param<?>> query,
            SocketHandler handler) {}

    /// A socket's route that fits a path, and the texts of its variables.
    public record SocketMatch(SocketRoute route, List<String> values) {

        /// The text of a variable.
        public List<String> value(String name) {
            return List.of(values.get(variables(route.path()).indexOf(name)));
        }
    }

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");
    private static final Unknown UNKNOWN = new Unknown();

    private final PathTree<Map<String, Route>> tree = new PathTree<>();
    private final PathTree<List<SocketRoute>> sockets = new PathTree<>();
    private final List<Route> routes = new ArrayList<>();
    private final Set<String> shapes = new HashSet<>();

    /// Adds a route.
    ///
    /// @throws IllegalStateException when another route has the same method and shape of path: a mistake
    ///         of ours, found at start and not by a user
    public Router add(Route route) {
        claim(route.method() + " " + route.path());
        tree.at(route.path(), TreeMap::new).put(route.method(), route);
        routes.add(route);
        return this;
    }

    /// Adds a path for sockets. A parameter with the name of a variable in the path is that variable;
    /// the others stand in the query. A handshake that breaks one of their rules is refused with 403.
    public Router socket(String path, List<Param<?>> params, SocketHandler handler) {
        claim("socket " + path);
        var names = variables(path);
        var parts = params.stream().collect(
                Collectors.partitioningBy(param -> names.contains(param.name())));
        sockets.at(path, ArrayList::new).add(
                new SocketRoute(path, parts.get(true), parts.get(false), handler));
        return this;
    }

    /// All routes, in the order they were added: for documentation.
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    Match match(String method, String path) {
        var hit = tree.find(path, leaf -> leaf.containsKey(method));
        if (hit.isPresent()) {
            return new Found(hit.get().leaf().get(method), hit.get().values());
        }
        var allowed = allowed(path);
        if (!allowed.isEmpty()) {
            return new WrongMethod(allowed);
        }
        var other = otherSlash(path);
        return tree.find(other, _ -> true).isPresent() ? new OtherSlash(other) : UNKNOWN;
    }

    /// The socket's route for a path, still percent-encoded.
    public Optional<SocketMatch> matchSocket(String path) {
        return sockets.find(path, _ -> true)
                .map(hit -> new SocketMatch(hit.leaf().getFirst(), hit.values()));
    }

    /// Names of the variables of a template, in their order.
    static List<String> variables(String template) {
        return VARIABLE.matcher(template).results()
                .map(found -> found.group().replace("...", ""))
                .map(name -> name.substring(1, name.length() - 1))
                .toList();
    }

    private Set<String> allowed(String path) {
        var methods = new TreeSet<String>();
        tree.find(path, leaf -> {
            methods.addAll(leaf.keySet());
            return false; // look at every template that fits
        });
        return methods;
    }

    private static String otherSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
    }

    private void claim(String name) {
        var shape = VARIABLE.matcher(name).replaceAll(found ->
                found.group().endsWith("...}") ? "{...}" : "{}");
        if (!shapes.add(shape)) {
            throw new IllegalStateException("two routes for " + shape);
        }
    }
}
