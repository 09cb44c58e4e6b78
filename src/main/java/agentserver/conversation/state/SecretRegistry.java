package agentserver.conversation.state;

import agentserver.agent.SecretSource;
import agentserver.base.json.Copies;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// A conversation's secrets, by name.
///
/// ```json
/// {"secret_sources": {"TOKEN": {"kind": "StaticSecret", "description": null, "value": null}}}
/// ```
///
/// Source: contract 08 §15.
public record SecretRegistry(Map<String, SecretSource> secretSources) {

    public SecretRegistry {
        secretSources = Copies.of(secretSources);
    }

    /// These and `more`, each in place of one with its name.
    public SecretRegistry with(Map<String, SecretSource> more) {
        var all = new LinkedHashMap<>(secretSources);
        all.putAll(more);
        return new SecretRegistry(all);
    }

    /// These without those of these names.
    public SecretRegistry without(Collection<String> names) {
        var kept = new LinkedHashMap<>(secretSources);
        kept.keySet().removeAll(names);
        return new SecretRegistry(kept);
    }
}
