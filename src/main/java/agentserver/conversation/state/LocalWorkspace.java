package agentserver.conversation.state;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.OptBoolean;
import java.util.Objects;

/// The directory where an agent works, as it was asked for; it may be relative to the server's own.
///
/// ```json
/// {"working_dir": "/workspace/project", "kind": "LocalWorkspace"}
/// ```
///
/// `kind` may be left out, but is no other; other members (`type`) are ignored.
/// Source: contract 02 §3, §4.1.
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        property = "kind",
        requireTypeIdForSubtypes = OptBoolean.FALSE)
@JsonTypeName("LocalWorkspace")
@JsonIgnoreProperties(ignoreUnknown = true)
public record LocalWorkspace(String workingDir) {

    public LocalWorkspace {
        Objects.requireNonNull(workingDir, "working_dir");
    }
}
