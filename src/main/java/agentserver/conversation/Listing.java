package agentserver.conversation;

import agentserver.base.fault.Fault;
import agentserver.base.json.RawJson;
import agentserver.base.json.Uuids;
import agentserver.conversation.catalogue.Catalogue;
import agentserver.conversation.catalogue.ListOrder;
import agentserver.conversation.journal.ConversationStore;
import agentserver.conversation.journal.ConversationView;
import agentserver.conversation.state.ConversationInfo;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StateCodec;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What conversations look like, one by one and page by page; none is loaded for that. Any thread may
/// call it.
final class Listing {

    private final ConversationStore store;
    private final Catalogue catalogue;
    private final StateCodec codec;
    private final LoadedConversations loaded;
    private final InfoCache infos = new InfoCache();

    Listing(ConversationStore store, StateCodec codec, LoadedConversations loaded) {
        this.store = store;
        this.catalogue = store.catalogue();
        this.codec = codec;
        this.loaded = loaded;
    }

    /// A page of conversations as JSON.
    ///
    /// @param from the id that the page starts with; any other text starts at the beginning
    byte[] search(
            ListOrder order, Optional<ExecutionStatus> status, Optional<String> from, int limit,
            boolean skills) {
        var page = catalogue.page(order, status, from.flatMap(Listing::id), limit);
        var items = page.items().stream()
                .flatMap(entry -> info(entry.id(), skills).stream())
                .toList();
        return RawJson.page(items, page.next().map(Uuids::hex));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(Uuids.parse(text));
        } catch (IllegalArgumentException _) { // the contract's rule for a bad page
            return Optional.empty();
        }
    }

    int count(Optional<ExecutionStatus> status) {
        return catalogue.count(status);
    }

    /// A conversation as REST clients see it; it is not loaded for that.
    Optional<byte[]> info(UUID id, boolean skills) {
        var children = catalogue.children(id);
        var live = loaded.inMemory(id);
        if (live.isPresent()) {
            return live.map(conversation -> json(conversation, children, skills));
        }
        if (skills) {
            return view(id).map(
                    view -> codec.info(ConversationInfo.of(view.state(), view.meta(), children)));
        }
        return infos.find(id, store.mark(id), children).or(() -> read(id, children));
    }

    private Optional<byte[]> read(UUID id, List<UUID> children) {
        var view = view(id);
        return view.map(read -> {
            var info = ConversationInfo.of(read.state(), read.meta(), children).withoutSkills();
            var json = codec.info(info);
            infos.keep(id, read.mark(), children, json);
            return json;
        });
    }

    /// The same of one that is loaded.
    byte[] info(Conversation conversation, boolean skills) {
        return json(conversation, catalogue.children(conversation.id()), skills);
    }

    private static byte[] json(Conversation conversation, List<UUID> children, boolean skills) {
        return skills ? conversation.wholeInfoJson(children) : conversation.infoJson(children);
    }

    /// What is known of a conversation. One that a dead server left running is loaded, and mended.
    Optional<ConversationView> view(UUID id) {
        var view = store.view(id);
        var isLeft = view.isPresent()
                && view.get().state().executionStatus() == ExecutionStatus.RUNNING;
        try {
            return isLeft && loaded.with(id, _ -> true).isPresent() ? store.view(id) : view;
        } catch (Fault.Awaiting _) { // mended once its secrets were found
            return view;
        }
    }
}
