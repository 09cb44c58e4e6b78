package agentserver.conversation.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A page of the list.
///
/// @param next the first conversation of the next page
public record CataloguePage(List<CatalogueEntry> items, Optional<UUID> next) {

    public CataloguePage {
        items = List.copyOf(items);
    }
}
