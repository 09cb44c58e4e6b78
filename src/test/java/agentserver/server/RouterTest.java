package agentserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

    private static Route get(String path) {
        return Route.get(path, Door.PUBLIC, _ -> Answer.empty());
    }

    private static Route post(String path) {
        return Route.post(path, Door.PUBLIC, _ -> Answer.empty());
    }

    private final Router router = new Router()
            .add(get("/"))
            .add(get("/api/things"))
            .add(post("/api/things"))
            .add(get("/api/things/search"))
            .add(get("/api/things/{id}"))
            .add(Route.delete("/api/things/{id}", Door.PUBLIC, _ -> Answer.empty()))
            .add(get("/api/things/{id}/parts/{part}"))
            .add(post("/api/things/search/parts/{part}/mend"))
            .add(get("/api/tools/"))
            .add(get("/static/{path...}"));

    private String found(String method, String path) {
        return router.match(method, path) instanceof Router.Found(var route, var values)
                ? route.path() + " " + values
                : router.match(method, path).toString();
    }

    @Test
    void aVariableMayBeMarkedAsAnId() {
        var route = get("/api/orders/{order_id:uuid}/{part}");

        assertEquals("/api/orders/{order_id}/{part}", route.path());
        assertEquals(List.of("order_id", "part"), route.variables());
        assertEquals(List.of("uuid"), route.segments().stream()
                .map(rule -> rule.schema().keywords().get("format")).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/|/ []",
        "/api/things|/api/things []",
        "/api/things/search|/api/things/search []",
        "/api/things/7|/api/things/{id} [7]",
        "/api/things/7/parts/a%2Fb|/api/things/{id}/parts/{part} [7, a/b]",
        "/api/things/search/parts/x|/api/things/{id}/parts/{part} [search, x]",
        "/api/%74hings|/api/things []",
        "/api/things/%C3%A4|/api/things/{id} [ä]",
        "/static/|/static/{path...} []",
        "/static/a/b.js|/static/{path...} [a/b.js]",
        "/api/tools/|/api/tools/ []",
    })
    void pathLeadsToItsRoute(String path, String expected) {
        assertEquals(expected, found("GET", path));
    }

    @Test
    void fixedSegmentWinsOnlyWhereItsMethodExists() {
        assertEquals("/api/things/{id} [search]", found("DELETE", "/api/things/search"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/nope", "/api/things//parts/x", "/api/things/7/parts"})
    void otherPathIsUnknown(String path) {
        assertInstanceOf(Router.Unknown.class, router.match("GET", path));
    }

    @Test
    void otherMethodNamesAllThatThePathHas() {
        assertEquals(new Router.WrongMethod(Set.of("GET", "POST")),
                router.match("PUT", "/api/things"));
        assertEquals(new Router.WrongMethod(Set.of("DELETE", "GET")),
                router.match("PUT", "/api/things/7"));
        assertEquals(new Router.WrongMethod(Set.of("GET")), router.match("HEAD", "/"));
    }

    @Test
    void slashTooManyOrTooFewLeadsToTheOtherPath() {
        assertEquals(new Router.OtherSlash("/api/things"), router.match("GET", "/api/things/"));
        assertEquals(new Router.OtherSlash("/api/tools/"), router.match("GET", "/api/tools"));
        assertEquals(new Router.OtherSlash("/api/things"), router.match("PUT", "/api/things/"));
    }

    @Test
    void twoRoutesOfOneShapeFailTheStart() {
        assertThrows(IllegalStateException.class, () -> router.add(get("/api/things/{name}")));
        router.socket("/s/{a}", List.of(), (_, _) -> null);
        assertThrows(IllegalStateException.class,
                () -> router.socket("/s/{b}", List.of(), (_, _) -> null));
    }

    @Test
    void routesAreListedAsTheyWereAdded() {
        assertEquals("/", router.routes().getFirst().path());
        assertEquals(10, router.routes().size());
    }
}
