package agentserver.conversation.journal;

import agentserver.conversation.state.StateCodec;
import agentserver.event.ActionEvent;
import agentserver.event.Event;
import agentserver.event.SystemPromptEvent;
import agentserver.event.log.EventLog;
import agentserver.event.view.LlmView;
import agentserver.event.view.PendingActions;
import agentserver.llm.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// The events from a conversation's root to its HEAD, and what follows from them, kept as it grows.
/// Any thread may call it; `lock` guards everything, and nothing in it waits.
public final class Branch {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Event> events;
    private final PendingActions pending = new PendingActions();
    private LlmView view;
    private boolean hasSystemPrompt;

    private Branch(List<Event> events) {
        this.events = events;
        view = LlmView.of(events);
        events.forEach(this::note);
    }

    /// Reads the branch that ends with `leaf`, which is durable; costs its length.
    public static Branch read(EventLog log, StateCodec codec, Optional<String> leaf) {
        var path = new ArrayList<Long>();
        var next = leaf.map(log::indexOf).orElseGet(OptionalLong::empty);
        while (next.isPresent()) {
            path.add(next.getAsLong());
            next = log.parent(next.getAsLong());
        }
        Collections.reverse(path);
        var events = new ArrayList<Event>();
        log.events(path).forEach(json -> events.add(codec.event(json)));
        return new Branch(events);
    }

    /// Takes the next event of the branch.
    public void add(Event event) {
        lock.lock();
        try {
            events.add(event);
            note(event);
            if (!view.append(event)) {
                view = LlmView.of(events);
            }
        } finally {
            lock.unlock();
        }
    }

    private void note(Event event) {
        pending.add(event);
        hasSystemPrompt |= event instanceof SystemPromptEvent;
    }

    /// Whether the agent was told who it is.
    public boolean hasSystemPrompt() {
        lock.lock();
        try {
            return hasSystemPrompt;
        } finally {
            lock.unlock();
        }
    }

    /// What the model is told.
    public List<Message> messages() {
        lock.lock();
        try {
            return view.messages();
        } finally {
            lock.unlock();
        }
    }

    /// The same without the calls that nobody answered yet.
    public List<Message> settledMessages() {
        lock.lock();
        try {
            return LlmView.of(events).messages();
        } finally {
            lock.unlock();
        }
    }

    /// The last events, oldest first; a copy.
    public List<Event> last(int count) {
        lock.lock();
        try {
            return List.copyOf(events.subList(Math.max(0, events.size() - count), events.size()));
        } finally {
            lock.unlock();
        }
    }

    /// The actions that nobody answered yet, oldest first.
    public List<ActionEvent> openActions() {
        lock.lock();
        try {
            return pending.list();
        } finally {
            lock.unlock();
        }
    }
}
