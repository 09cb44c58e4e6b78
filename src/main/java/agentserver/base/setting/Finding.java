package agentserver.base.setting;

import agentserver.base.fault.Violation;
import agentserver.base.secret.SecretNames;
import java.util.ArrayList;
import java.util.List;

/// A rule broken at a place.
///
/// @param loc    member names (text) and list positions (numbers), outermost first
/// @param source where the value came from
/// @param rule   what was expected
/// @param input  the rejected value where it is a scalar and no secret by its name; else null or
///               stars
public record Finding(List<Object> loc, String source, Rule rule, Object input) {

    private static final String REDACTED = "<redacted>";

    public Finding {
        loc = List.copyOf(loc);
    }

    static Finding of(List<Object> loc, Raw raw, Rule rule) {
        return new Finding(loc, raw.source(), rule, shown(loc, raw));
    }

    /// The place in writing: `webhooks[0].base_url`.
    public String key() {
        var text = new StringBuilder();
        for (var part : loc) {
            if (part instanceof Integer index) {
                text.append('[').append(index).append(']');
                continue;
            }
            text.append(text.isEmpty() ? "" : ".").append(part);
        }
        return text.toString();
    }

    /// The same as an answer to the client who sent it in a request's body.
    public Violation inBody() {
        var full = new ArrayList<Object>(List.of("body"));
        full.addAll(loc);
        return new Violation(rule.type(), full, rule.msg(), input, rule.ctx());
    }

    private static Object shown(List<Object> loc, Raw raw) {
        for (var part : loc) {
            if (part instanceof String name && (SecretNames.suggests(name)
                    || name.equals("headers") || name.equals("env"))) {
                return REDACTED;
            }
        }
        if (!(raw instanceof Raw.Leaf leaf)) {
            return null;
        }
        var value = leaf.value();
        if (value.isNumber()) {
            return value.numberValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isNull()) {
            return null;
        }
        return value.asText().contains("@") ? REDACTED : value.asText(); // may be a URL's password
    }
}
