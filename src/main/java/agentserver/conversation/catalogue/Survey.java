package agentserver.conversation.catalogue;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The conversations as they are, whatever the catalogue believes.
public interface Survey {

    /// Every conversation with its mark; opens none.
    Map<UUID, Long> marks() throws IOException;

    /// Reads one; it need not be loaded for that. A conversation that can't be read is told as one in
    /// error rather than left out.
    ///
    /// @return empty when there is none
    Optional<CatalogueEntry> read(UUID id);
}
