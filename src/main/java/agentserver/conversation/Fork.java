package agentserver.conversation;

import agentserver.base.fault.Fault;
import agentserver.base.json.Copies;
import agentserver.conversation.journal.Copied;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.journal.Places;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.event.ActionEvent;
import agentserver.event.AgentErrorEvent;
import agentserver.event.ErrorClassification;
import agentserver.event.ErrorClassification.Kind;
import agentserver.event.ErrorClassification.UserAction;
import agentserver.event.log.EventLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;

/// What a copy of a conversation consists of.
///
/// A call that the source is just carrying out has no result yet; the copy gets one that says so. Without
/// it the copy would carry the call out once more. Source: contract 02 §8.1.
record Fork(ConversationState state, ConversationMeta meta, Copied events) {

    private static final String STILL_AT_WORK = "This conversation was copied while the call was being "
            + "carried out in the original. What came of it is known there alone.";
    private static final ErrorClassification ELSEWHERE =
            ErrorClassification.of(Kind.AGENT_ACTION, true, UserAction.RETRY);

    private record Source(
            ConversationState state, ConversationMeta meta, long events, List<ActionEvent> atWork) {

        /// One moment of it, nothing in between.
        static Source of(Journal journal) {
            var branch = journal.branch();
            return journal.locked(() -> new Source(
                    journal.state(), journal.meta(), journal.log().appendedEvents(),
                    journal.state().executionStatus() == ExecutionStatus.RUNNING
                            ? branch.openActions()
                            : List.of()));
        }
    }

    /// Looks at the source once; what happens to it later is not in the copy.
    ///
    /// @throws Fault.NotFound when the event to copy up to is unknown
    static Fork of(Journal journal, UUID id, ForkConversation request, Places places) {
        var log = journal.log();
        var from = Optional.ofNullable(request.fromEventId());
        from.filter(event -> !log.contains(event)).ifPresent(event -> {
            throw new Fault.NotFound("Unknown from_event_id: " + event);
        });
        var source = Source.of(journal);
        journal.awaitDurable();
        var events = from.map(event -> branch(log, log.indexOf(event)))
                .orElseGet(() -> LongStream.range(0, source.events()).boxed().toList());
        var state = state(source.state(), source.meta(), id, request, places);
        var results = results(journal, source, events, state.leafEventId());
        return new Fork(
                results.isEmpty() ? state : state.with(draft ->
                        draft.leafEventId = results.getLast().id()),
                meta(source, request, journal),
                new Copied(log, events, results));
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

    /// Those of the calls under way that the copy has.
    private static List<AgentErrorEvent> results(
            Journal journal, Source source, List<Long> events, String leaf) {
        var copied = new HashSet<>(events);
        var results = new ArrayList<AgentErrorEvent>();
        for (var action : source.atWork()) {
            var index = journal.log().indexOf(action.id());
            if (index.isPresent() && copied.contains(index.getAsLong())) {
                results.add(AgentErrorEvent.of(action, STILL_AT_WORK, ELSEWHERE).stamped(
                        journal.time(), results.isEmpty() ? leaf : results.getLast().id()));
            }
        }
        return results;
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
