package agentserver.conversation.journal;

import agentserver.base.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// What tells a repeated request: the hashes of its `Idempotency-Key` and of what it asks for.
public record RequestKey(String key, String request) {

    /// The header that carries it.
    public static final String HEADER = "Idempotency-Key";
    private static final int MAX_CHARS = 255;

    /// @param header what the client sent
    /// @param scope  the kind of request: the same key may be used once for each
    /// @throws Fault.Unprocessable when the key is blank or longer than 255 characters
    public static Optional<RequestKey> of(Optional<String> header, String scope, byte[] body) {
        return header.map(key -> {
            if (key.isBlank() || key.length() > MAX_CHARS) {
                throw new Fault.Unprocessable(
                        HEADER + ": expected 1 to " + MAX_CHARS + " characters");
            }
            var asked = new String(body, StandardCharsets.ISO_8859_1);
            return new RequestKey(Answered.hash(scope, key), Answered.hash(scope, asked));
        });
    }

    /// The id of a conversation that is asked for with this key and without an id: the same each time.
    public UUID conversationId() {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.US_ASCII));
    }

    /// The key of the message that a conversation begins with, when this is the key of the request for
    /// the conversation.
    public RequestKey ofInitialMessage() {
        return new RequestKey(Answered.hash("initial message", key), request);
    }

    /// The answer to the request.
    ///
    /// @param eventId the event that it added; empty for none
    public Answered answered(int status, String eventId, byte[] body) {
        return new Answered(this, status, eventId, body);
    }
}
