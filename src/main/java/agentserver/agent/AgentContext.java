package agentserver.agent;

import agentserver.base.json.Copies;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What an agent is told besides its prompt. All but the lists and switches may be null.
/// `current_datetime` is text as it was given. Source: contract 08 §9.
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentContext(
        List<JsonNode> skills,
        String systemMessageSuffix,
        String userMessageSuffix,
        boolean loadUserSkills,
        boolean loadPublicSkills,
        String marketplacePath,
        List<JsonNode> registeredMarketplaces,
        boolean loadProjectSkills,
        boolean loadMemory,
        List<String> disabledSkills,
        @JsonDeserialize(contentUsing = SecretSourceReader.class)
        Map<String, SecretSource> secrets,
        String currentDatetime) {

    public AgentContext {
        skills = Copies.of(skills);
        marketplacePath = Objects.requireNonNullElse(
                marketplacePath, "marketplaces/default.json");
        registeredMarketplaces = Copies.of(registeredMarketplaces);
        disabledSkills = Copies.of(disabledSkills);
        secrets = secrets == null ? null : Copies.of(secrets);
    }

    /// Tells nothing but the time.
    public static AgentContext empty(Instant now) {
        return new AgentContext(
                List.of(), null, null, false, false, null, List.of(), false, false, List.of(),
                null, now.truncatedTo(ChronoUnit.MICROS).toString());
    }

    AgentContext told(String text) {
        var suffix = systemMessageSuffix == null || systemMessageSuffix.isBlank()
                ? text
                : systemMessageSuffix + "\n\n" + text;
        return with(skills, suffix, secrets);
    }

    AgentContext withoutSkills() {
        return with(List.of(), systemMessageSuffix, secrets);
    }

    AgentContext withoutSecrets(Collection<String> names) {
        if (secrets == null) {
            return this;
        }
        var kept = new LinkedHashMap<>(secrets);
        kept.keySet().removeAll(names);
        return with(skills, systemMessageSuffix, kept);
    }

    private AgentContext with(
            List<JsonNode> newSkills, String suffix, Map<String, SecretSource> newSecrets) {
        return new AgentContext(
                newSkills, suffix, userMessageSuffix, loadUserSkills, loadPublicSkills,
                marketplacePath, registeredMarketplaces, loadProjectSkills, loadMemory,
                disabledSkills, newSecrets, currentDatetime);
    }
}
