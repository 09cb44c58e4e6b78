package agentserver.server.docs;

import agentserver.server.Route;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A description that was made beforehand: the image's build asks a server for it and keeps the answer
/// in the image, as making it takes a second or two. Good for a server that has all its routes; those
/// that it has beside them, as a setting wants, are added.
///
/// @param file may be missing, as it is where no image runs
record Prepared(Path file) {

    /// The description; empty when there is none, or it has routes that are not there.
    ///
    /// @param routes those that are to be shown
    /// @param rest   describes what is not in it yet
    Optional<ObjectNode> of(
            List<Route> routes, ObjectMapper mapper, Function<List<Route>, ObjectNode> rest) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.readTree(file.toFile()))
                    .filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast)
                    .flatMap(document -> completed(document, routes, rest));
        } catch (IOException _) { // then it is made anew
            return Optional.empty();
        }
    }

    private static Optional<ObjectNode> completed(
            ObjectNode document, List<Route> routes, Function<List<Route>, ObjectNode> rest) {
        var described = described(document);
        var missing = routes.stream().filter(route -> !described.remove(name(route))).toList();
        if (!described.isEmpty()) {
            return Optional.empty();
        }
        if (!missing.isEmpty()) {
            var more = rest.apply(missing);
            merge(document.withObjectProperty("paths"), more.withObjectProperty("paths"));
            merge(schemas(document), schemas(more));
        }
        return Optional.of(document);
    }

    /// What stands there already stays, with what is new in it.
    private static void merge(ObjectNode document, ObjectNode more) {
        more.properties().forEach(member ->
                document.withObjectProperty(member.getKey()).setAll((ObjectNode) member.getValue()));
    }

    private static ObjectNode schemas(ObjectNode document) {
        return document.withObjectProperty("components").withObjectProperty("schemas");
    }

    private static String name(Route route) {
        return OpenApi.method(route) + " " + OpenApi.path(route);
    }

    private static Set<String> described(ObjectNode document) {
        var names = new HashSet<String>();
        for (var path : document.path("paths").properties()) {
            path.getValue().fieldNames().forEachRemaining(
                    method -> names.add(method + " " + path.getKey()));
        }
        return names;
    }
}
