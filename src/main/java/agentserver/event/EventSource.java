package agentserver.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// Who caused an event.
public enum EventSource {
    @JsonProperty("agent")
    AGENT,
    @JsonProperty("user")
    USER,
    @JsonProperty("environment")
    ENVIRONMENT,
    @JsonProperty("hook")
    HOOK;

    /// As it stands on the wire, `agent`.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
