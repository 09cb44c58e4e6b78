package agentserver.agent;

import agentserver.base.fault.Fault;
import agentserver.base.json.UnknownKindReader;
import agentserver.base.secret.SecretVerbatim;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/// What the agent of a conversation is: one that this server can let work, or one that another server
/// has left, which is kept and shown. Source: contract 07 §1.2.
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        property = "kind",
        visible = true,
        defaultImpl = AgentSpec.UnknownAgent.class)
@JsonSubTypes(@JsonSubTypes.Type(value = Agent.class, name = "Agent"))
public sealed interface AgentSpec permits Agent, AgentSpec.UnknownAgent {

    /// The same agent without the texts of its skills, which are long and seldom read.
    AgentSpec withoutSkills();

    /// The same agent without the secrets of these names.
    AgentSpec withoutSecrets(Collection<String> names);

    /// The agent, if this server can let it work.
    ///
    /// @throws Fault.Unprocessable when it can't
    @JsonIgnore
    default Agent runnable() {
        return switch (this) {
            case Agent agent -> agent;
            case UnknownAgent unknown -> throw new Fault.Unprocessable(
                    "agent: this server does not run agents of the kind " + unknown.kind());
        };
    }

    /// An agent of a kind that this server does not know, in all its members, `kind` among them. A
    /// conversation that has one is read, described and deleted like any other; nobody works in it.
    @JsonDeserialize(using = UnknownAgent.Reader.class)
    record UnknownAgent(JsonNode json) implements AgentSpec, SecretVerbatim {

        static final class Reader extends UnknownKindReader<UnknownAgent> {
            @Override
            protected UnknownAgent of(ObjectNode json) {
                return new UnknownAgent(json);
            }
        }

        String kind() {
            return json.path("kind").asText("");
        }

        @Override
        public UnknownAgent withoutSkills() {
            if (json.path("agent_context").path("skills").isEmpty()) {
                return this;
            }
            JsonNode copy = json.deepCopy();
            ((ObjectNode) copy.get("agent_context")).putArray("skills");
            return new UnknownAgent(copy);
        }

        @Override
        public UnknownAgent withoutSecrets(Collection<String> names) {
            JsonNode copy = json.deepCopy();
            if (copy.path("agent_context").path("secrets") instanceof ObjectNode secrets) {
                secrets.remove(names);
            }
            return copy.equals(json) ? this : new UnknownAgent(copy);
        }
    }
}
