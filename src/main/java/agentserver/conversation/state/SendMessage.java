package agentserver.conversation.state;

import agentserver.base.json.Copies;
import agentserver.base.json.NotNull;
import agentserver.base.json.SchemaName;
import agentserver.llm.Content;
import agentserver.llm.Message;
import agentserver.llm.Role;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Objects;

/// A message that a client sends to the agent.
///
/// ```json
/// {"role": "user", "content": [{"type": "text", "text": "hi"}], "run": true}
/// ```
///
/// All members may be left out, but not be null: an empty user message that starts nothing. Others are
/// ignored.
/// Source: `POST /api/conversations/{id}/events`, contract 03 §3.6.
@JsonIgnoreProperties(ignoreUnknown = true)
@SchemaName("SendMessageRequest")
public record SendMessage(
        @NotNull Role role, @NotNull List<Content> content, boolean run) {

    public SendMessage {
        role = Objects.requireNonNullElse(role, Role.USER);
        content = Copies.of(content);
    }

    public Message message() {
        return Message.of(role, content);
    }
}
