package agentserver.conversation;

import agentserver.agent.SecretSource;
import agentserver.agent.SecretSource.StaticSecret;
import agentserver.agent.SecretSourceReader;
import agentserver.base.json.Rules;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.LinkedHashMap;
import java.util.Map;

/// Secrets that a client adds to a conversation, or changes. One whose value is stars, or nothing, is
/// left as it was.
///
/// ```json
/// {"secrets": {"TOKEN": "value", "LOOKED_UP": {"kind": "LookupSecret", "url": "/secret"}}}
/// ```
///
/// Source: `POST /api/conversations/{id}/secrets`, contract 02 §7.
@JsonIgnoreProperties(ignoreUnknown = true)
record UpdateSecrets(
        @JsonDeserialize(contentUsing = SecretSourceReader.class)
        Map<String, SecretSource> secrets) {

    UpdateSecrets {
        new Rules().required("secrets", secrets).check();
        secrets = new LinkedHashMap<>(secrets);
        secrets.values().removeIf(source ->
                source == null || source instanceof StaticSecret fixed && fixed.value() == null);
    }
}
