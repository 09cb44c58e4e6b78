package agentserver.conversation.journal;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;

/// Where conversations live, and what time it is there.
///
/// @param base   the server's directory, from which relative ones start
/// @param root   the directory of all conversations, as configured: it may be relative
/// @param clock  the time
/// @param offset of the local time that events show, the same as long as the server runs
public record Places(Path base, Path root, InstantSource clock, ZoneOffset offset) {

    /// The directory of all conversations, absolute.
    public Path directory() {
        return base.resolve(root).toAbsolutePath().normalize();
    }

    /// The directory of a conversation, absolute.
    public Path directory(UUID id) {
        return base.resolve(shown(id)).toAbsolutePath().normalize();
    }

    /// The same, as it is told.
    public Path shown(UUID id) {
        return root.resolve(id.toString().replace("-", ""));
    }
}
