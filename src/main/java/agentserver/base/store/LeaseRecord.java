package agentserver.base.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// What a lease file says. The first five members are those of the Python server; it ignores the
/// others.
///
/// ```json
/// {"owner_instance_id": "…", "generation": 3, "expires_at": 1769860000.5, "owner_host": "box",
///  "owner_pid": 4711, "owner_boot_id": "…", "owner_start_ticks": 1234}
/// ```
///
/// @param expiresAt in seconds since 1970
record LeaseRecord(LeaseOwner owner, long generation, double expiresAt) {

    private static final JsonMapper JSON = new JsonMapper();

    /// Reads a lease file; one that is absent, empty or not to be understood says nothing.
    static Optional<LeaseRecord> read(Path file) throws IOException {
        try {
            var json = JSON.readTree(Files.readAllBytes(file));
            if (json == null || !json.path("owner_instance_id").isTextual()
                    || !json.path("expires_at").isNumber()) {
                return Optional.empty();
            }
            var owner = new LeaseOwner(
                    json.get("owner_instance_id").textValue(), json.path("owner_host").asText(""),
                    json.path("owner_pid").asLong(0), json.path("owner_boot_id").asText(""),
                    json.path("owner_start_ticks").asLong(0));
            return Optional.of(new LeaseRecord(
                    owner, json.path("generation").asLong(0), json.get("expires_at").asDouble()));
        } catch (NoSuchFileException | JsonProcessingException _) { // nobody's, or half written
            return Optional.empty();
        }
    }

    /// Writes it in place, so that the lock on the file goes on to hold. Not synced: after a loss of
    /// power nobody owns anything.
    void write(Path file) throws IOException {
        var json = JsonNodeFactory.instance.objectNode()
                .put("owner_instance_id", owner.instanceId()).put("generation", generation)
                .put("expires_at", expiresAt).put("owner_host", owner.host())
                .put("owner_pid", owner.pid()).put("owner_boot_id", owner.bootId())
                .put("owner_start_ticks", owner.startTicks());
        Files.write(file, json.toString().getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }
}
