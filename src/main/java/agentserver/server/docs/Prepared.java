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

/// A description that was made beforehand: the image's build asks a server for it and keeps the answer
/// in the image, as making it takes a second or two. Good for a server with the very same routes.
///
/// @param file may be missing, as it is where no image runs
record Prepared(Path file) {

    /// The description; empty when there is none, or it is of other routes.
    ///
    /// @param routes those that are to be shown
    Optional<ObjectNode> of(List<Route> routes, ObjectMapper mapper) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.readTree(file.toFile()))
                    .filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast)
                    .filter(document -> described(document).equals(shown(routes)));
        } catch (IOException _) { // then it is made anew
            return Optional.empty();
        }
    }

    private static Set<String> shown(List<Route> routes) {
        var names = new HashSet<String>();
        routes.forEach(route ->
                names.add(OpenApi.method(route) + " " + OpenApi.path(route)));
        return names;
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
