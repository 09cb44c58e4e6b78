package agentserver.server.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/// Whether the server takes requests: `{"status": "ready"}`. Source: contract 01 §4.
///
/// @param message why it does not yet; null when it does
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadyStatus(String status, String message) {

    public ReadyStatus {
        Objects.requireNonNull(status, "status");
    }
}
