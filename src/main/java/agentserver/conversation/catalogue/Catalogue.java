package agentserver.conversation.catalogue;

import agentserver.conversation.state.ExecutionStatus;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The list of all conversations, also of those that are not loaded. Any thread may call any method.
///
/// What lists or counts waits until the catalogue is complete after a start: a conversation whose
/// creation was acknowledged is never missing.
public interface Catalogue extends AutoCloseable {

    /// A page; costs its length, and with a `status` those passed over.
    ///
    /// @param from  the conversation that it starts with; an unknown one starts at the beginning
    /// @param limit at least 1
    CataloguePage page(
            ListOrder order, Optional<ExecutionStatus> status, Optional<UUID> from, int limit);

    /// How many conversations there are in this status, or at all.
    int count(Optional<ExecutionStatus> status);

    /// The conversations whose parent this is, oldest first.
    List<UUID> children(UUID parent);

    boolean contains(UUID id);

    Optional<CatalogueEntry> find(UUID id);

    /// The conversation that was asked for with a key of this hash.
    Optional<UUID> madeWith(String keyHash);

    /// Takes in a conversation, or what became of it.
    void put(CatalogueEntry entry);

    /// As [#put], for the last time in a while: the mark is saved too.
    void settle(CatalogueEntry entry);

    void remove(UUID id);

    /// Saves what is not saved yet. A second call does nothing.
    @Override
    void close();
}
