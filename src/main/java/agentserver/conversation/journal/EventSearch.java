package agentserver.conversation.journal;

import agentserver.conversation.state.StateCodec;
import agentserver.event.ActionEvent;
import agentserver.event.EventKind;
import agentserver.event.MessageEvent;
import agentserver.event.log.EventHeader;
import agentserver.event.log.EventLog;
import agentserver.llm.TextContent;
import agentserver.tool.FinishAction;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds events in a log. Only durable ones are found. A page costs the events on it and those passed
/// over; their kind, source and time are in the log's index, so only a search for words reads them.
public final class EventSearch {

    private static final Set<String> SPEAKING = Set.of("MessageEvent", "ActionEvent");

    private final EventLog log;
    private final StateCodec codec;

    public EventSearch(EventLog log, StateCodec codec) {
        this.log = log;
        this.codec = codec;
    }

    /// @param pageId the event that the page starts with; an unknown one starts at the beginning
    public EventPage page(EventFilter filter, EventOrder order, Optional<String> pageId, int limit) {
        var test = new Match(filter);
        var end = log.eventCount();
        int step = order == EventOrder.TIMESTAMP ? 1 : -1;
        var found = new ArrayList<Long>();
        for (long i = start(order, pageId, end); i >= 0 && i < end; i += step) {
            if (!test.matches(i)) {
                continue;
            }
            if (found.size() == limit) {
                return new EventPage(log.events(found), Optional.of(log.header(i).id()));
            }
            found.add(i);
        }
        return new EventPage(log.events(found), Optional.empty());
    }

    private long start(EventOrder order, Optional<String> pageId, long end) {
        var natural = order == EventOrder.TIMESTAMP ? 0 : end - 1;
        return pageId.map(id -> log.indexOf(id).orElse(natural)).orElse(natural);
    }

    public long count(EventFilter filter) {
        var end = log.eventCount();
        if (filter.isOpen()) {
            return end;
        }
        var test = new Match(filter);
        long count = 0;
        for (long i = 0; i < end; i++) {
            count += test.matches(i) ? 1 : 0;
        }
        return count;
    }

    /// The message of the agent's last `finish`, or its last words, whichever is later.
    public String finalResponse() {
        for (long i = log.eventCount() - 1; i >= 0; i--) {
            var header = log.header(i);
            if (!header.source().equals("agent")) {
                continue;
            }
            if (!SPEAKING.contains(header.kind())) {
                continue;
            }
            switch (codec.event(log.event(i))) {
                case MessageEvent said -> {
                    return said.llmMessage().text();
                }
                case ActionEvent action when action.toolName().equals("finish") -> {
                    return action.action() instanceof FinishAction finish ? finish.message() : "";
                }
                default -> { } // another tool, or nothing that can be read
            }
        }
        return "";
    }

    /// One search's question, prepared once.
    private final class Match {

        private final EventFilter filter;
        private final Optional<String> kind;
        private final Optional<String> words;
        private final Optional<String> from;
        private final Optional<String> until;

        Match(EventFilter filter) {
            this.filter = filter;
            kind = filter.kind().map(asked -> EventKind.fromFilter(asked).orElse(""));
            words = filter.body().map(text -> text.toLowerCase(Locale.ROOT));
            from = filter.from();
            until = filter.until();
        }

        boolean matches(long index) {
            if (filter.isOpen()) {
                return true;
            }
            var header = log.header(index);
            return kind.map(header.kind()::equals).orElse(true)
                    && filter.source().map(header.source()::equals).orElse(true)
                    && from.map(time -> header.timestamp().compareTo(time) >= 0).orElse(true)
                    && until.map(time -> header.timestamp().compareTo(time) < 0).orElse(true)
                    && words.map(text -> says(header, index, text)).orElse(true);
        }

        private boolean says(EventHeader header, long index, String text) {
            return header.kind().equals("MessageEvent")
                    && codec.event(log.event(index)) instanceof MessageEvent message
                    && body(message).toLowerCase(Locale.ROOT).contains(text);
        }
    }

    /// Everything that a message says: its text, what was added for the model, its reasoning.
    private static String body(MessageEvent event) {
        var message = event.llmMessage();
        var texts = Stream.concat(message.content().stream(), event.extendedContent().stream())
                .filter(TextContent.class::isInstance)
                .map(part -> ((TextContent) part).text());
        return Stream.concat(texts, Stream.ofNullable(message.reasoningContent()))
                .collect(Collectors.joining(" "));
    }
}
