package agentserver.server.status;

import java.util.Objects;

/// That the server lives: `{"status": "ok"}`. Source: contract 01 §4.
public record HealthStatus(String status) {

    public HealthStatus {
        Objects.requireNonNull(status, "status");
    }
}
