package agentserver.server.docs;

import agentserver.server.Answer;
import agentserver.server.Exchange;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Bytes that are the same for everybody, under a tag that changes with them.
record Content(String type, byte[] bytes, String tag) {

    private static final int TAG_BYTES = 16;

    static Content of(String type, byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            var hex = HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES));
            return new Content(type, bytes, '"' + hex + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The bytes, or 304 for a client that has them. Clients keep them, but ask each time.
    Answer answer(Exchange exchange) {
        boolean known = exchange.headers("If-None-Match").stream()
                .flatMap(tags -> Arrays.stream(tags.split(",")))
                .map(String::strip)
                .anyMatch(sent -> sent.equals(tag) || sent.equals("W/" + tag) || sent.equals("*"));
        var answer = known ? Answer.empty(304) : Answer.bytes(200, type, bytes);
        return answer.with("ETag", tag)
                .with("Cache-Control", "no-cache")
                .with("X-Content-Type-Options", "nosniff");
    }
}
