package agentserver.server.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Holds our schemas against those of the contract: names of members, members that are required, their
/// types, limits and defaults, kinds of families, down to where the contract says that anything goes.
/// What the contract describes and we leave open is a finding.
final class Shapes {

    private static final List<String> LIMITS = List.of("format", "minimum", "exclusiveMinimum",
            "maximum", "exclusiveMaximum", "minLength", "maxLength", "enum", "default");

    private final JsonNode ours;
    private final JsonNode theirs;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    /// Which way values of a schema travel.
    enum Direction { SENT, ANSWERED }

    /// @param ours   the document in which our references are resolved
    /// @param theirs the same for theirs
    Shapes(JsonNode ours, JsonNode theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    /// Everything that differed so far, each once: `Component.member: …`.
    List<String> findings() {
        return List.copyOf(new TreeSet<>(findings));
    }

    void compare(String where, JsonNode our, JsonNode their, Direction direction) {
        var we = plain(our, ours);
        var they = plain(their, theirs);
        if (!seen.add(direction + " " + key(our, where) + " " + key(their, where))
                || isOpen(they)) {
            return;
        }
        if (isOpen(we)) {
            findings.add(where + ": is not described");
            return;
        }
        var variants = kinds(they, theirs);
        if (!variants.isEmpty() || we.has("oneOf")) {
            family(where, several(we, ours), several(they, theirs), direction);
            return;
        }
        var place = name(we, our, where);
        if (we.has("properties") || they.has("properties")) {
            members(place, we, they, direction);
        } else if (!type(we).equals(type(they)) && they.has("type")) {
            findings.add(where + ": is " + type(we) + ", should be " + type(they));
        } else if (we.has("items")) {
            compare(where + "[]", we.get("items"), they.path("items"), direction);
        } else if (we.has("additionalProperties")) {
            compare(where + "{}", we.get("additionalProperties"),
                    they.path("additionalProperties"), direction);
        }
    }

    private void members(String where, JsonNode we, JsonNode they, Direction direction) {
        var names = names(we.path("properties"), direction);
        var wanted = names(they.path("properties"), direction);
        if (!we.has("properties") || !they.has("properties")) {
            return; // an object of whatever members
        }
        minus(names, wanted).forEach(
                name -> findings.add(where + "." + name + ": not in the contract"));
        minus(wanted, names).forEach(name -> findings.add(where + "." + name + ": missing"));
        required(where, we, they, direction);
        names.retainAll(wanted);
        for (var name : names) {
            var our = we.get("properties").get(name);
            var their = they.get("properties").get(name);
            if (direction == Direction.SENT) {
                limits(where + "." + name, our, their);
            }
            compare(where + "." + name, our, their, direction);
        }
    }

    /// Limits and defaults that the contract names; we may have more of them. What has one value alone
    /// needs none.
    void limits(String where, JsonNode our, JsonNode their) {
        if (our.has("const")) {
            return;
        }
        for (var keyword : LIMITS) {
            var we = limit(our, ours, keyword);
            var they = limit(their, theirs, keyword);
            if (!they.isEmpty() && !we.equals(they)) {
                findings.add(where + ": " + keyword + " " + (we.isEmpty() ? "none" : we)
                        + ", should be " + they);
            }
        }
    }

    /// What a keyword says, numbers without their fraction when that is zero; empty when it is not there.
    private static String limit(JsonNode schema, JsonNode document, String keyword) {
        var outer = schema.path(keyword);
        var value = outer.isMissingNode() ? plain(schema, document).path(keyword) : outer;
        var isSaid = !value.isMissingNode() && !value.isNull() && !(value.isContainerNode()
                && value.isEmpty());
        if (!isSaid) {
            return "";
        }
        return value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString()
                : value.toString();
    }

    private void required(String where, JsonNode we, JsonNode they, Direction direction) {
        var our = texts(we.path("required"));
        our.retainAll(names(we.path("properties"), direction));
        var their = texts(they.path("required"));
        for (var mark : List.of("kind", "type")) {
            our.remove(mark);
            their.remove(mark);
        }
        minus(their, our).forEach(name -> findings.add(where + "." + name + ": should be required"));
        if (direction == Direction.SENT) {
            minus(our, their).forEach(
                    name -> findings.add(where + "." + name + ": should not be required"));
        }
    }

    /// Kinds that we don't have yet are no finding; kinds that they don't know are.
    private void family(String where, Map<String, JsonNode> our, Map<String, JsonNode> their,
            Direction direction) {
        our.forEach((kind, schema) -> {
            if (their.containsKey(kind)) {
                compare(kind, schema, their.get(kind), direction);
            } else {
                findings.add(where + ": kind " + kind + " is not in the contract");
            }
        });
    }

    /// The kinds of a family; a record that is one kind is a family of one.
    private static Map<String, JsonNode> several(JsonNode schema, JsonNode document) {
        var own = mark(schema);
        return own.isEmpty() ? kinds(schema, document) : Map.of(own, schema);
    }

    private static String mark(JsonNode schema) {
        var properties = schema.path("properties");
        return properties.path("kind").path("const").asText(
                properties.path("type").path("const").asText(""));
    }

    /// The kinds of a family by their names.
    private static Map<String, JsonNode> kinds(JsonNode schema, JsonNode document) {
        var kinds = new TreeMap<String, JsonNode>();
        for (var list : List.of("oneOf", "anyOf")) {
            for (var variant : schema.path(list)) {
                var resolved = resolved(variant, document);
                var name = mark(resolved);
                if (!name.isEmpty()) {
                    kinds.put(name, variant);
                } else {
                    kinds.putAll(kinds(resolved, document));
                }
            }
        }
        return kinds;
    }

    /// Without references and without the `null` beside a type.
    private static JsonNode plain(JsonNode schema, JsonNode document) {
        var resolved = resolved(schema, document);
        if (!resolved.has("anyOf")) {
            return resolved;
        }
        var others = new ArrayList<JsonNode>();
        resolved.get("anyOf").forEach(variant -> {
            if (!variant.path("type").asText().equals("null")) {
                others.add(variant);
            }
        });
        return others.size() == 1 ? plain(others.getFirst(), document) : resolved;
    }

    private static JsonNode resolved(JsonNode schema, JsonNode document) {
        var reference = schema.path("$ref").asText("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    private static boolean isOpen(JsonNode schema) {
        return schema instanceof MissingNode || schema.isBoolean()
                || !schema.has("type") && !schema.has("oneOf") && !schema.has("anyOf");
    }

    private static String type(JsonNode schema) {
        return schema.path("type").asText("several types");
    }

    private static String key(JsonNode schema, String where) {
        return schema.has("$ref") ? schema.get("$ref").asText() : where;
    }

    private static String name(JsonNode plain, JsonNode given, String where) {
        var reference = given.path("$ref").asText(
                given.path("anyOf").path(0).path("$ref").asText(""));
        return plain.has("properties") && !reference.isEmpty()
                ? reference.substring(reference.lastIndexOf('/') + 1) : where;
    }

    /// Computed members are not sent.
    private static Set<String> names(JsonNode properties, Direction direction) {
        var names = new TreeSet<String>();
        properties.properties().forEach(property -> {
            boolean computed = property.getValue().path("readOnly").asBoolean();
            if (direction == Direction.ANSWERED || !computed) {
                names.add(property.getKey());
            }
        });
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        var texts = new TreeSet<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Set<String> minus(Set<String> left, Set<String> right) {
        var rest = new TreeSet<>(left);
        rest.removeAll(right);
        return rest;
    }
}
