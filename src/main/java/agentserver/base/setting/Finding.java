package agentserver.base.setting;

import agentserver.base.fault.Violation;
import agentserver.base.json.Redactor;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A rule broken at a place.
///
/// @param loc    member names (text) and list positions (numbers), outermost first
/// @param source where the value came from
/// @param rule   what was expected
/// @param input  the shape of the rejected value, or of the object in which one is missing
public record Finding(List<Object> loc, String source, Rule rule, JsonNode input) {

    public Finding {
        loc = List.copyOf(loc);
    }

    static Finding of(List<Object> loc, Raw raw, Rule rule) {
        return new Finding(loc, raw.source(), rule, Redactor.shape(raw.json()));
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
}
