package agentserver.server.docs;

import agentserver.base.json.Json;
import agentserver.base.param.Param;
import agentserver.server.Door;
import agentserver.server.Route;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// One route, described.
final class Operation {

    private static final String JSON = "application/json";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "Done."), Map.entry(201, "Made."), Map.entry(202, "Under way."),
            Map.entry(204, "Done; no body."), Map.entry(206, "A part of it."),
            Map.entry(302, "It is elsewhere."), Map.entry(304, "Not modified."),
            Map.entry(400, "Refused."),
            Map.entry(401, "No valid key."), Map.entry(403, "Forbidden."),
            Map.entry(404, "Not found."), Map.entry(409, "In conflict with the present state."),
            Map.entry(413, "The body is too large."), Map.entry(416, "No such part."),
            Map.entry(422, "The input breaks a rule."),
            Map.entry(429, "Too much at once; try later."), Map.entry(500, "The server failed."),
            Map.entry(501, "Not built."), Map.entry(502, "Another server failed."),
            Map.entry(503, "Not ready yet; try later."),
            Map.entry(504, "Another server took too long."));

    private final Route route;
    private final Schemas schemas;

    Operation(Route route, Schemas schemas) {
        this.route = route;
        this.schemas = schemas;
    }

    ObjectNode described() {
        var operation = NODES.objectNode();
        operation.putArray("tags").add(tag());
        operation.put("summary", route.summary());
        operation.put("operationId", id());
        var security = security(route.door());
        if (!security.isEmpty()) {
            operation.set("security", security);
        }
        var parameters = parameters();
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        body(operation);
        operation.set("responses", responses());
        return operation;
    }

    /// The first word of the path that tells features apart.
    private String tag() {
        var words = route.path().split("/");
        boolean api = words.length > 2 && words[1].equals("api");
        var word = api ? words[2] : words.length > 2 ? words[1] : "server";
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1).replace('-', ' ');
    }

    private String id() {
        var path = route.path().equals("/") ? "/root" : route.path();
        var words = (route.method() + path).toLowerCase(Locale.ROOT);
        return words.replaceAll("[^a-z0-9]+", "_").replaceAll("_$", "");
    }

    /// The keys that open the door; any one of them does.
    private static ArrayNode security(Door door) {
        var keys = switch (door) {
            case PUBLIC -> List.<String>of();
            case INIT -> List.of("InitKeyHeader");
            case API -> List.of("APIKeyHeader");
            case WORKSPACE -> List.of("APIKeyHeader", "APIKeyCookie");
            case OPENAI -> List.of("APIKeyHeader", "HTTPBearer");
        };
        var security = NODES.arrayNode();
        keys.forEach(key -> security.addObject().putArray(key));
        return security;
    }

    private ArrayNode parameters() {
        var all = NODES.arrayNode();
        for (var name : route.variables()) {
            var rule = route.segments().stream()
                    .filter(param -> param.name().equals(name)).findFirst();
            all.add(parameter(name, "path", true, rule.map(Operation::schema)
                    .orElseGet(() -> NODES.objectNode().put("type", "string"))));
        }
        route.query().forEach(param -> all.add(parameter(param, "query")));
        route.headers().forEach(param -> all.add(parameter(param, "header")));
        return all;
    }

    private static ObjectNode parameter(Param<?> param, String place) {
        return parameter(param.name(), place, param.schema().required(), schema(param));
    }

    private static ObjectNode parameter(
            String name, String place, boolean required, ObjectNode schema) {
        var parameter = NODES.objectNode().put("name", name).put("in", place);
        return parameter.put("required", required).set("schema", schema);
    }

    private static ObjectNode schema(Param<?> param) {
        var rule = param.schema();
        var schema = NODES.objectNode().put("type", rule.type());
        rule.keywords().forEach((keyword, value) -> schema.set(keyword, node(value)));
        rule.fallback().ifPresent(value -> schema.set("default", node(value)));
        return rule.repeated()
                ? NODES.objectNode().put("type", "array").set("items", schema) : schema;
    }

    private static JsonNode node(Object value) {
        return Json.lenient().valueToTree(value);
    }

    private void body(ObjectNode operation) {
        route.body().ifPresent(type -> {
            var body = operation.putObject("requestBody").put("required", !route.bodyMayBeAbsent());
            var schema = route.settings().map(schemas::of).orElseGet(() -> schemas.of(type));
            body.putObject("content").putObject(JSON).set("schema", schema);
        });
        route.upload().ifPresent(part -> {
            var body = operation.putObject("requestBody").put("required", true);
            var form = body.putObject("content").putObject("multipart/form-data")
                    .putObject("schema").put("type", "object");
            form.putObject("properties").putObject(part)
                    .put("type", "string").put("format", "binary");
            form.putArray("required").add(part);
        });
    }

    private ObjectNode responses() {
        var responses = NODES.objectNode();
        route.answers().forEach((status, type) -> {
            var response = response(responses, status);
            if (type != Void.class) {
                content(response, JSON, schemas.of(type));
            }
        });
        route.otherAnswers().forEach((status, kind) ->
                content(response(responses, status), kind, kind.startsWith("text/")
                        ? NODES.objectNode().put("type", "string")
                        : NODES.objectNode()));
        for (int status : failures()) {
            if (!responses.has(Integer.toString(status))) {
                content(response(responses, status), JSON, schemas.of(ErrorShapes.of(status)));
            }
        }
        return responses;
    }

    /// Those that the route names, and those that come with its door and what it reads.
    private TreeSet<Integer> failures() {
        var statuses = new TreeSet<>(route.fails());
        boolean hasBody = route.body().isPresent() || route.upload().isPresent();
        boolean hasRules = !route.query().isEmpty() || !route.headers().isEmpty()
                || !route.variables().isEmpty();
        if (route.door() != Door.PUBLIC) {
            statuses.add(401);
        }
        if (route.door().waits()) {
            statuses.add(503);
        }
        if (hasBody) {
            statuses.add(413);
        }
        if (hasBody || hasRules) {
            statuses.add(422);
        }
        statuses.add(500);
        return statuses;
    }

    private static ObjectNode response(ObjectNode responses, int status) {
        var response = responses.withObjectProperty(Integer.toString(status));
        return response.put("description", REASONS.getOrDefault(status, "Status " + status + "."));
    }

    private static void content(ObjectNode response, String kind, ObjectNode schema) {
        response.withObjectProperty("content").putObject(kind).set("schema", schema);
    }
}
