package agentserver.config;

import agentserver.base.setting.Raw;
import agentserver.base.setting.Switch;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Values that follow from the surroundings where no source gives them: from variables of older
/// deployments, from the user's home, from running under CI. Stronger than defaults only.
///
/// Source: contract 01 §2.1 (`SESSION_API_KEY`), §2.3.
record Inherited(Map<String, String> environment) {

    private static final String OLD_KEY = "SESSION_API_KEY";

    Raw.Members members() {
        var members = new LinkedHashMap<String, Raw>();
        variable(OLD_KEY).ifPresent(key -> members.put(
                Doors.SESSION_KEYS.key(), new Raw.Items(List.of(key), OLD_KEY)));
        members.put(Paths.PERSISTENCE.key(), home());
        for (var name : List.of("CI", "GITHUB_ACTIONS")) {
            if (isOn(name)) {
                members.put(Operation.LOG_JSON.key(), new Raw.Leaf(BooleanNode.TRUE, name));
            }
        }
        return new Raw.Members(members, "environment");
    }

    /// The whole configuration with a secret key where one can be had: from `SESSION_API_KEY`, else
    /// the first session key of the environment, else the first of any source.
    Raw.Members withSecretKey(Raw.Members merged) {
        var given = merged.members().get(Doors.SECRET_KEY.key());
        if (given != null && !isBlank(given)) {
            return merged;
        }
        var key = variable(OLD_KEY).or(() -> variable("OH_SESSION_API_KEYS_0"))
                .or(() -> firstSessionKey(merged));
        var members = new LinkedHashMap<>(merged.members());
        key.ifPresent(found -> members.put(Doors.SECRET_KEY.key(), found));
        return new Raw.Members(members, merged.source());
    }

    private static boolean isBlank(Raw given) {
        return given instanceof Raw.Leaf leaf && leaf.value().isTextual()
                && leaf.value().textValue().isBlank();
    }

    private static Optional<Raw> firstSessionKey(Raw.Members merged) {
        var keys = merged.members().get(Doors.SESSION_KEYS.key());
        if (!(keys instanceof Raw.Items list) || list.items().isEmpty()) {
            return Optional.empty();
        }
        // anything but a text is reported where it stands, and once is enough
        return Optional.of(list.items().getFirst()).filter(
                first -> first instanceof Raw.Leaf leaf && leaf.value().isTextual());
    }

    private Raw home() {
        var home = Optional.ofNullable(environment.get("HOME")).filter(text -> !text.isEmpty())
                .orElseGet(() -> System.getProperty("user.home"));
        return new Raw.Leaf(TextNode.valueOf(home + "/.openhands"), "default");
    }

    private Optional<Raw> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank())
                .map(text -> new Raw.Leaf(TextNode.valueOf(text), name));
    }

    private boolean isOn(String name) {
        return Switch.friendly().on().contains(
                environment.getOrDefault(name, "").toUpperCase(Locale.ROOT));
    }
}
