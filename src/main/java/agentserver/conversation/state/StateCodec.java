package agentserver.conversation.state;

import agentserver.agent.Agent;
import agentserver.base.fault.Fault;
import agentserver.base.json.Json;
import agentserver.base.json.Once;
import agentserver.base.json.UnknownKindReader;
import agentserver.base.secret.ForeignSecrets;
import agentserver.base.secret.SecretCipher;
import agentserver.base.secret.SecretJson;
import agentserver.base.secret.SecretMode;
import agentserver.event.Event;
import agentserver.event.UnknownEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// How a conversation is written for each audience: the disk, a socket, a REST client. They differ in
/// what becomes of nulls and of secrets. Immutable; any thread may use it.
public final class StateCodec {

    /// Prepared once, because preparing costs more than writing.
    private record Forms(
            ObjectWriter shown,
            ObjectWriter answered,
            ObjectWriter answeredEvent,
            ObjectWriter stored,
            ObjectReader storedChange,
            ObjectReader event,
            ObjectReader anyEvent) {

        static Forms of(Json json, SecretCipher cipher) {
            var strict = json.strict();
            return new Forms(
                    SecretJson.writing(json.compact().writer(), SecretMode.STARS),
                    SecretJson.writing(strict.writer(), SecretMode.ABSENT),
                    SecretJson.writing(strict.writer(), SecretMode.STARS).forType(Event.class),
                    SecretJson.encrypting(json.compact().writerFor(StateChange.class), cipher),
                    UnknownKindReader.keeping(SecretJson.decrypting(
                            strict.readerFor(StateChange.class), cipher)),
                    strict.readerFor(Event.class),
                    strict.readerFor(Event.class)
                            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
        }
    }

    private final Once<Forms> forms; // a start has no time for them
    private final SecretCipher cipher;
    private final Json json;
    private final ForeignSecrets foreign;

    public StateCodec(Json json, SecretCipher cipher) {
        this.json = json;
        this.cipher = cipher;
        foreign = new ForeignSecrets(cipher);
        forms = new Once<>(() -> Forms.of(json, cipher));
    }

    /// As sockets and the log have it: without nulls, secrets as stars.
    public byte[] event(Event event) {
        return write(forms.get().shown().forType(Event.class), event);
    }

    /// The event that the log has. Members that its kind does not have are passed over: a later version
    /// wrote them. What can't be read as its kind all the same is an [UnknownEvent]: one event that
    /// nobody understands takes no conversation down.
    public Event event(byte[] bytes) {
        try {
            return forms.get().anyEvent().readValue(bytes);
        } catch (IOException e) {
            return unknown(bytes);
        }
    }

    private UnknownEvent unknown(byte[] bytes) {
        try {
            return new UnknownEvent(json.strict().readTree(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("an event of the log is no JSON", e);
        }
    }

    /// With nulls, secrets left out.
    public byte[] info(ConversationInfo info) {
        return write(forms.get().answered(), info);
    }

    /// An answer as REST clients see it.
    public byte[] json(Object answer) {
        return write(forms.get().answered(), answer);
    }

    /// The value of a `full_state` frame.
    public JsonNode shownState(ConversationState state) {
        try {
            return json.strict().readTree(write(forms.get().shown(), state));
        } catch (IOException e) {
            throw new UncheckedIOException("our own JSON can't be read", e);
        }
    }

    /// Any value as the tree that a state update carries, nulls in it kept: clients know it so.
    public JsonNode tree(Object value) {
        return json.strict().valueToTree(value);
    }

    /// An event as REST clients see it when they ask for it by its id: with nulls. One that has more than
    /// its kind, or is of a kind that is not known, is shown as it was written, byte for byte.
    public byte[] whole(byte[] event) {
        try {
            var known = forms.get().event().<Event>readValue(event);
            return known instanceof UnknownEvent
                    ? event
                    : write(forms.get().answeredEvent(), known);
        } catch (IOException e) {
            return event;
        }
    }

    /// An agent as a state update carries it: without nulls, secrets as stars.
    public JsonNode shownAgent(Agent agent) {
        return json.compact().valueToTree(agent);
    }

    /// The same value, the tokens in it read as the secrets that they stand for.
    public <T> T decrypted(T value, Class<T> type) {
        var clear = write(SecretJson.writing(json.strict().writer(), SecretMode.CLEAR), value);
        try {
            return SecretJson.decrypting(json.strict().readerFor(type), cipher).readValue(clear);
        } catch (IOException e) {
            throw fault(e).orElseGet(() ->
                    new UncheckedIOException("our own JSON can't be read", e));
        }
    }

    /// As the log has it.
    ///
    /// @throws Fault.Failed when there is a secret in it, and no key for that
    public byte[] change(StateChange change) {
        return write(forms.get().stored(), change);
    }

    /// @throws UncheckedIOException when the bytes are no change
    public StateChange change(byte[] bytes) {
        return change(bytes, Optional.empty());
    }

    /// @param conversation whose change it is, where that is known
    /// @throws UncheckedIOException when the bytes are no change
    public StateChange change(byte[] bytes, Optional<UUID> conversation) {
        try {
            return foreign.watch(forms.get().storedChange(),
                    reader -> reader.<StateChange>readValue(bytes),
                    change -> conversation.map(StateCodec::owner).orElseGet(() -> owner(change)),
                    reader -> reader.readTree(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("a change of the log can't be read", e);
        }
    }

    /// Whether secrets of a conversation were left out when it was read, because they belong to another
    /// key: then its state must not be written in the place of what says them.
    public boolean lacksSecrets(UUID conversation) {
        return foreign.areMissing(owner(conversation));
    }

    private static String owner(UUID conversation) {
        return "conversation " + conversation;
    }

    private static String owner(StateChange change) {
        return change instanceof StateChange.Created created
                ? owner(created.state().id())
                : "a change of the kind " + change.getClass().getSimpleName();
    }

    /// A request as clients write it.
    public StartConversation start(String text) {
        try {
            return json.strict().readValue(text, StartConversation.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the request can't be read", e);
        }
    }

    private static byte[] write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw fault(e).orElseGet(() ->
                    new IllegalStateException("no JSON for " + value.getClass().getName(), e));
        }
    }

    /// What the cipher said, which Jackson wraps.
    private static Optional<RuntimeException> fault(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .filter(Fault.class::isInstance)
                .map(RuntimeException.class::cast)
                .findFirst();
    }
}
