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

    /// @param version  of the API
    /// @param rootPath empty for none
    static ObjectNode of(List<Route> routes, Json json, String version, String rootPath) {
        var shown = routes.stream().filter(route -> !route.isHidden()).toList();
        var schemas = new Schemas(json, shown.stream().map(Route::body)
                .flatMap(body -> body.stream()).<Class<?>>map(body -> body).toList());
        var document = NODES.objectNode().put("openapi", "3.1.0");
        document.putObject("info").put("title", TITLE).put("version", version);
        if (!rootPath.isEmpty()) {
            document.putArray("servers").addObject().put("url", rootPath);
        }
        var paths = document.putObject("paths");
        for (var route : shown) {
            paths.withObjectProperty(route.path().replace("...}", "}"))
                    .set(route.method().toLowerCase(), new Operation(route, schemas).described());
        }
        var components = document.putObject("components");
        components.set("schemas", schemas.components());
        components.set("securitySchemes", keys());
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
