package agentserver.conversation.journal;

import agentserver.base.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The answer to a request that was made with an `Idempotency-Key`, as it stands in the same record of
/// the log as what the request did. So after a crash there are both or neither.
///
/// ```json
/// {"key":"5f…","request":"a0…","status":200,"event":"1cf2…","answer":{"success":true}}
/// ```
///
/// What clients choose as a key is not ours to keep: its hash is.
///
/// @param eventId the event that the request added; empty for none
/// @param body    the JSON that was answered
public record Answered(RequestKey request, int status, String eventId, byte[] body) {

    private static final int HEAD_CHARS = 400;
    private static final Pattern HEAD = Pattern.compile(
            "\\{\"key\":\"([0-9a-f]{64})\",\"request\":\"([0-9a-f]{64})\","
            + "\"status\":(\\d{3}),\"event\":\"([^\"]*)\",\"answer\":");

    /// @throws Fault.Unprocessable when the same key came with another request
    Answered to(RequestKey repeated) {
        if (!request.request().equals(repeated.request())) {
            throw new Fault.Unprocessable(
                    RequestKey.HEADER + ": the key was used for another request before");
        }
        return this;
    }

    /// The SHA-256 of some texts, in hex digits; where one ends and the next begins counts too.
    static String hash(String... texts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var text : texts) {
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// As it stands in the log.
    public byte[] json() {
        var head = "{\"key\":\"" + request.key() + "\",\"request\":\"" + request.request()
                + "\",\"status\":" + status + ",\"event\":\"" + eventId + "\",\"answer\":";
        var json = Arrays.copyOf(
                head.getBytes(StandardCharsets.US_ASCII), head.length() + body.length + 1);
        System.arraycopy(body, 0, json, head.length(), body.length);
        json[json.length - 1] = '}';
        return json;
    }

    /// Reads what [#json] wrote.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static Answered of(byte[] json) {
        var head = HEAD.matcher(new String(
                json, 0, Math.min(json.length, HEAD_CHARS), StandardCharsets.US_ASCII));
        if (!head.lookingAt()) {
            throw new IllegalArgumentException("not an answer that was remembered");
        }
        return new Answered(
                new RequestKey(head.group(1), head.group(2)), Integer.parseInt(head.group(3)),
                head.group(4), Arrays.copyOfRange(json, head.end(), json.length - 1));
    }
}
