package agentserver.conversation;

import agentserver.base.fault.Fault;
import agentserver.base.json.Copies;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.journal.Places;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.event.log.EventLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;

/// What a copy of a conversation consists of. Source: contract 02 §8.1.
///
/// @param events the indexes of the events of the source that are copied, in order
record Fork(ConversationState state, ConversationMeta meta, List<Long> events) {

    private record Source(ConversationState state, ConversationMeta meta, long events) {}

    /// Looks at the source once; what happens to it later is not in the copy.
    ///
    /// @throws Fault.NotFound when the event to copy up to is unknown
    static Fork of(Journal journal, UUID id, ForkConversation request, Places places) {
        var log = journal.log();
        var from = Optional.ofNullable(request.fromEventId());
        from.filter(event -> !log.contains(event)).ifPresent(event -> {
            throw new Fault.NotFound("Unknown from_event_id: " + event);
        });
        var source = journal.locked(() ->
                new Source(journal.state(), journal.meta(), log.appendedEvents()));
        journal.awaitDurable();
        return new Fork(
                state(source.state(), source.meta(), id, request, places),
                meta(source, request, journal),
                from.map(event -> branch(log, log.indexOf(event)))
                        .orElseGet(() -> LongStream.range(0, source.events()).boxed().toList()));
    }

    private static ConversationState state(
            ConversationState source, ConversationMeta meta, UUID id, ForkConversation request,
            Places places) {
        var copy = ConversationState.forkOf(
                source, id, meta.start(), places.shown(id).toString());
        return copy.with(draft -> {
            draft.tags = Copies.of(request.shownTags());
            draft.stats = request.resetMetrics() ? draft.stats : source.stats();
            if (request.fromEventId() != null) {
                draft.leafEventId = request.fromEventId();
                draft.headIsEmpty = false;
            }
        });
    }

    private static ConversationMeta meta(
            Source source, ForkConversation request, Journal journal) {
        return source.meta().forked(
                request.title(), source.state().id(), request.fromEventId(), journal.now());
    }

    private static List<Long> branch(EventLog log, OptionalLong leaf) {
        var path = new ArrayList<Long>();
        for (var next = leaf; next.isPresent(); next = log.parent(next.getAsLong())) {
            path.add(next.getAsLong());
        }
        Collections.reverse(path);
        return path;
    }
}
