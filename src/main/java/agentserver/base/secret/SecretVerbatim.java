package agentserver.base.secret;

import agentserver.base.json.Verbatim;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Set;

/// A value of an unknown kind that was stored with its secrets, as tokens or as stars. They stay what
/// they are where it is stored again; everybody else sees what the writer makes of a [Secret]. Nobody
/// knows them by name, but every token is one.
public interface SecretVerbatim extends Verbatim {

    @Override
    default JsonNode shownTo(SerializerProvider context) {
        var mode = (SecretMode) Objects.requireNonNullElse(
                context.getAttribute(SecretJson.MODE), SecretMode.STARS);
        return mode == SecretMode.STARS || mode == SecretMode.ABSENT
                ? hidden(json().deepCopy(), mode)
                : json();
    }

    private static JsonNode hidden(JsonNode node, SecretMode mode) {
        if (node.isTextual() && isSecret(node.textValue())) {
            return mode == SecretMode.STARS
                    ? JsonNodeFactory.instance.textNode(Secret.STARS)
                    : JsonNodeFactory.instance.nullNode();
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member ->
                    member.setValue(hidden(member.getKey(), member.getValue(), mode)));
        } else if (node.isArray()) {
            var items = node.valueStream().map(item -> hidden(item, mode)).toList();
            return JsonNodeFactory.instance.arrayNode().addAll(items);
        }
        return node;
    }

    /// A map from names to texts has no nulls: what can't be shown is left out. Contract 02 §9.4.
    private static JsonNode hidden(String name, JsonNode value, SecretMode mode) {
        if (mode == SecretMode.ABSENT && Set.of("env", "headers", "acp_env").contains(name)
                && value instanceof ObjectNode map) {
            map.removeIf(item -> item.isTextual() && isSecret(item.textValue()));
        }
        return hidden(value, mode);
    }

    private static boolean isSecret(String text) {
        return SecretCipher.looksEncrypted(text) || text.equals(Secret.STARS);
    }
}
