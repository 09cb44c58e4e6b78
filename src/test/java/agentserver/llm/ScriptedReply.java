package agentserver.llm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a [ScriptedLlm] answers to one request. Made by the factories, refined by the `with`-like
/// methods.
///
/// @param text      what the assistant says; empty for `null` content
/// @param reasoning what it thinks; empty for none
/// @param calls     the tools it calls
/// @param usage     the counts, empty for no `usage` at all
/// @param delay     how long it waits before the first byte
/// @param ending    how it ends
/// @param raw       a status and body to send in place of all that
/// @param headers   more headers
public record ScriptedReply(
        String text,
        String reasoning,
        List<Call> calls,
        Optional<Usage> usage,
        Duration delay,
        Ending ending,
        Optional<Raw> raw,
        Map<String, String> headers) {

    /// A tool call; its id is given when it is sent.
    public record Call(String tool, String arguments) {}

    public record Usage(int prompt, int completion, int cached) {}

    /// A body that is sent as it stands.
    public record Raw(int status, String contentType, String body) {}

    public enum Ending {
        /// The answer is complete.
        COMPLETE,
        /// Nothing is ever answered, until the server is closed.
        HANG,
        /// The connection is closed before anything is answered.
        CLOSE,
        /// Half of the body is sent, then the connection is closed.
        CUT,
        /// Half of the body is sent, then nothing more.
        STALL
    }

    public static ScriptedReply text(String text) {
        return new ScriptedReply(text, "", List.of(), Optional.of(new Usage(100, 20, 10)),
                Duration.ZERO, Ending.COMPLETE, Optional.empty(), Map.of());
    }

    public static ScriptedReply call(String tool, String arguments) {
        return text("").andCall(tool, arguments);
    }

    /// An error in the vendor's form.
    public static ScriptedReply failure(int status, String message) {
        return body(status, "application/json",
                "{\"error\":{\"message\":\"" + message.replace("\"", "\\\"") + "\"}}");
    }

    public static ScriptedReply body(int status, String contentType, String body) {
        var plain = text("");
        return new ScriptedReply("", "", List.of(), Optional.empty(), Duration.ZERO,
                plain.ending, Optional.of(new Raw(status, contentType, body)), Map.of());
    }

    public static ScriptedReply hang() {
        return text("").ending(Ending.HANG);
    }

    public ScriptedReply andCall(String tool, String arguments) {
        var more = new ArrayList<>(calls);
        more.add(new Call(tool, arguments));
        return new ScriptedReply(
                text, reasoning, List.copyOf(more), usage, delay, ending, raw, headers);
    }

    public ScriptedReply thinking(String thoughts) {
        return new ScriptedReply(text, thoughts, calls, usage, delay, ending, raw, headers);
    }

    public ScriptedReply using(int prompt, int completion, int cached) {
        return new ScriptedReply(text, reasoning, calls,
                Optional.of(new Usage(prompt, completion, cached)), delay, ending, raw, headers);
    }

    public ScriptedReply uncounted() {
        return new ScriptedReply(
                text, reasoning, calls, Optional.empty(), delay, ending, raw, headers);
    }

    public ScriptedReply after(Duration wait) {
        return new ScriptedReply(text, reasoning, calls, usage, wait, ending, raw, headers);
    }

    public ScriptedReply ending(Ending end) {
        return new ScriptedReply(text, reasoning, calls, usage, delay, end, raw, headers);
    }

    public ScriptedReply header(String name, String value) {
        return new ScriptedReply(
                text, reasoning, calls, usage, delay, ending, raw, Map.of(name, value));
    }
}
