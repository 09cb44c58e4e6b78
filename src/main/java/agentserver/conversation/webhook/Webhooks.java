package agentserver.conversation.webhook;

import agentserver.base.json.Json;
import agentserver.base.json.Once;
import agentserver.base.secret.Secret;
import agentserver.base.secret.SecretJson;
import agentserver.base.secret.SecretMode;
import agentserver.config.WebhookSpec;
import agentserver.conversation.Conversation;
import agentserver.conversation.ConversationListener;
import agentserver.event.Event;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// All receivers, and what each conversation sends them. Close it after the conversations: then it waits a
/// little for their last events to be delivered. Source: contract 02 §12.
public final class Webhooks implements ConversationListener, AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final Logger LOG = System.getLogger(Webhooks.class.getName());

    private final WebhookHttp http = new WebhookHttp();
    private final List<Receiver> receivers;
    private final List<Notices> notices;
    private final Map<Conversation, List<EventHook>> hooks = new ConcurrentHashMap<>();
    private final Set<EventHook> ending = ConcurrentHashMap.newKeySet();
    private final Once<ObjectReader> reader; // a start has no time for them
    private final Once<ObjectWriter> writer;

    /// @param key the first session key of the server, which receivers are shown
    public Webhooks(List<WebhookSpec> specs, Json json, Supplier<Optional<Secret>> key) {
        receivers = specs.stream().map(spec -> new Receiver(spec, http, key)).toList();
        notices = receivers.stream().map(Notices::new).toList();
        reader = new Once<>(() -> json.strict().readerFor(Event.class));
        writer = new Once<>(() -> SecretJson.writing(json.strict().writer(), SecretMode.STARS)
                .forType(Event.class));
    }

    @Override
    public int watches() {
        return receivers.size();
    }

    @Override
    public void loaded(Conversation conversation) {
        if (receivers.isEmpty()) {
            return;
        }
        var started = receivers.stream()
                .map(receiver -> new EventHook(conversation, receiver, this::withNulls)).toList();
        hooks.put(conversation, started);
        started.forEach(EventHook::start);
    }

    private byte[] withNulls(byte[] event) {
        try {
            return writer.get().writeValueAsBytes(reader.get().<Event>readValue(event));
        } catch (IOException e) {
            throw new UncheckedIOException("our own JSON can't be read", e);
        }
    }

    @Override
    public void changed(UUID id, byte[] info) {
        notices.forEach(each -> each.send(info));
    }

    @Override
    public void closing(Conversation conversation) {
        var ended = hooks.remove(conversation);
        if (ended == null) {
            return;
        }
        ending.removeIf(EventHook::isOver);
        ending.addAll(ended);
        ended.forEach(EventHook::close);
    }

    @Override
    public void close() {
        long deadline = System.nanoTime() + CLOSING.toNanos();
        try {
            for (var hook : ending) {
                hook.join(deadline);
            }
            for (var each : notices) {
                each.close(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException _) { // in a hurry
            Thread.currentThread().interrupt();
            LOG.log(Level.WARNING, "webhooks were not waited for");
        } finally {
            http.close();
        }
    }
}
