package agentserver.server.docs;

import agentserver.base.json.Json;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Handler;
import agentserver.server.Route;
import agentserver.server.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The description of the API and the pages that show it; open to everybody in every state.
///
/// - `GET /openapi.json`: OpenAPI 3.1, made of the routes and records themselves
/// - `GET /docs`: a page to read it and to try it, with a field for the session key
/// - `GET /redoc`: the same page to read only
///
/// The pages need nothing but this server: their scripts are served from here, addressed relative to
/// the page, so that they work below any root path, whether a proxy keeps it or takes it away.
/// Source: contract 01 §4.
public final class DocsRoutes {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private static final Map<String, String> ASSETS = Map.of(
            "page.js", "text/javascript; charset=utf-8",
            "page.css", "text/css; charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "swagger-ui.css", "text/css; charset=utf-8",
            "oauth2-redirect.js", "text/javascript; charset=utf-8",
            "favicon-32x32.png", "image/png");

    private final Json json;
    private final String version;
    private final Prepared prepared;
    private final Map<String, Content> loaded = new ConcurrentHashMap<>();

    /// @param version  of the API
    /// @param prepared the file with the description made beforehand; may be missing
    public DocsRoutes(Json json, String version, Path prepared) {
        this.json = json;
        this.version = version;
        this.prepared = new Prepared(prepared);
    }

    /// Adds the routes. What is added to the router later is described too.
    public void addTo(Router router) {
        var description = new Description(router, json, version, prepared);
        add(router, "/openapi.json", exchange ->
                description.content(exchange.settings().rootPath()).answer(exchange));
        add(router, "/docs", exchange -> page("docs.html", exchange));
        add(router, "/redoc", exchange -> page("redoc.html", exchange));
        add(router, "/docs/oauth2-redirect", exchange -> page("oauth2-redirect.html", exchange));
        for (var asset : ASSETS.entrySet()) {
            add(router, "/docs/" + asset.getKey(), exchange ->
                    content(asset.getKey(), asset.getValue()).answer(exchange));
        }
    }

    private static void add(Router router, String path, Handler handler) {
        router.add(Route.get(path, Door.PUBLIC, handler).hidden());
        router.add(Route.head(path, Door.PUBLIC, handler).hidden());
    }

    private Answer page(String name, Exchange exchange) {
        return content(name, "text/html; charset=utf-8").answer(exchange)
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer");
    }

    private Content content(String name, String type) {
        return loaded.computeIfAbsent(name, _ -> Content.of(type, bytes(name)));
    }

    private static byte[] bytes(String name) {
        try (var in = DocsRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the program: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("can't read " + name, e);
        }
    }
}
