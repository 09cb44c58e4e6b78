package agentserver.conversation.socket;

import agentserver.base.json.Rules;
import agentserver.llm.Role;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;

/// A message that a client sends over its socket.
///
/// ```json
/// {"role": "user", "content": "hello"}
/// ```
///
/// `content` is a text, a list of parts, or null; other members are ignored. Source: contract 03 §6.4.
@JsonIgnoreProperties(ignoreUnknown = true)
record ClientMessage(Role role, JsonNode content) {

    ClientMessage {
        new Rules().required("role", role).check();
    }
}
