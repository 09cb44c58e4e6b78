package agentserver.server.docs;

import agentserver.base.json.Json;
import agentserver.server.Route;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The whole description of the API, in OpenAPI 3.1. The same routes make the same text every time.
final class OpenApi {

    static final String TITLE = "OpenHands Agent Server";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OpenApi() {}

    /// @param shown   the routes to describe
    /// @param version of the API
    static ObjectNode of(List<Route> shown, Json json, String version) {
        var schemas = new Schemas(json, shown.stream().map(Route::body)
                .flatMap(body -> body.stream()).<Class<?>>map(body -> body).toList());
        var document = NODES.objectNode().put("openapi", "3.1.0");
        document.putObject("info").put("title", TITLE).put("version", version);
        var paths = document.putObject("paths");
        for (var route : shown) {
            paths.withObjectProperty(path(route))
                    .set(method(route), new Operation(route, schemas).described());
        }
        var components = document.putObject("components");
        components.set("schemas", schemas.components());
        components.set("securitySchemes", keys());
        return document;
    }

    /// How the description names a route's path.
    static String path(Route route) {
        return route.path().replace("...}", "}");
    }

    static String method(Route route) {
        return route.method().toLowerCase();
    }

    /// The same, for clients that reach the server below a path.
    ///
    /// @param rootPath empty for none
    static ObjectNode below(String rootPath, ObjectNode document) {
        if (!rootPath.isEmpty()) {
            document.putArray("servers").addObject().put("url", rootPath);
        }
        return document;
    }

    private static ObjectNode keys() {
        var schemes = NODES.objectNode();
        schemes.set("APIKeyHeader", key("header", "X-Session-API-Key"));
        schemes.set("APIKeyCookie", key("cookie", "oh_workspace_session_key"));
        schemes.set("InitKeyHeader", key("header", "X-Init-API-Key"));
        schemes.putObject("HTTPBearer").put("type", "http").put("scheme", "bearer");
        return schemes;
    }

    private static ObjectNode key(String place, String name) {
        return NODES.objectNode().put("type", "apiKey").put("in", place).put("name", name);
    }
}
