package agentserver.conversation.journal;

import agentserver.base.fault.Fault;
import agentserver.conversation.catalogue.Catalogue;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// Where conversations are kept. Whoever calls it sees to it that one id is opened once in this
/// process; that no other process has it open is the store's own care.
public interface ConversationStore extends AutoCloseable {

    /// Whether there is a conversation of this id, be it readable or not.
    boolean exists(UUID id);

    /// Makes a conversation and opens it. All of it is durable when this returns, or none is there.
    ///
    /// @return empty when there is one already, or another process has it or is making it
    /// @throws Fault.Failed when it can't be made
    Optional<StoredConversation> create(UUID id, NewConversation made);

    /// Makes a conversation out of events of another. It is durable, whole, when this returns; when it
    /// can't be made, there is nothing.
    ///
    /// @param state  what it begins as, its HEAD included
    /// @param events the indexes of the events, durable ones, in order
    /// @return false when there is a conversation of its id already; then nothing was changed
    /// @throws Fault.Failed when it can't be made
    boolean copy(ConversationState state, ConversationMeta meta, Copied events);

    /// Removes secrets from all that is kept of a conversation, which must not be open. Nothing happens
    /// when another process has it.
    ///
    /// @throws Fault.Failed when that can't be done; then they are there as before
    void forget(UUID id, Set<String> secrets);

    /// Opens a conversation, to write in it.
    ///
    /// @return empty when there is none, or another process has it
    Optional<StoredConversation> open(UUID id);

    /// Opens it to read alone, whoever else has it; what is written later is not seen.
    Optional<StoredConversation> openReadOnly(UUID id);

    /// Tells this version of its files from another, as [ConversationView#mark] does; 0 when there is
    /// none. Cheap.
    long mark(UUID id);

    /// What it is now, without opening it.
    Optional<ConversationView> view(UUID id);

    /// The list of them all; what asks for it waits until [#start] has read it.
    Catalogue catalogue();

    /// Begins to list what there is, in the background.
    ///
    /// @param abandoned told of each conversation that was left running by a server that is gone
    void start(Consumer<UUID> abandoned);

    /// Removes a conversation that is not open here, be it readable or not.
    ///
    /// @return false when another process has it
    /// @throws Fault.Failed when it can't be removed
    boolean delete(UUID id);

    /// Waits until what the store does in the background has ended.
    @Override
    void close();
}
