package agentserver.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What the model of the recordings answered, by the name of the model.
///
/// It looked at nothing but that name and how many answers it had given since the user last spoke
/// (the step). A request without tools, such as the one for a title, was answered with "Fake
/// answer". The step also shows in the usage: 100 + step prompt tokens, 20 completion tokens, 10
/// cached ones.
///
/// | model | answers |
/// | --- | --- |
/// | `scripted` | a terminal command, a file made, the file viewed, `finish` |
/// | `instant` | `finish` |
/// | `text` | a text |
/// | `two` | `think` and `terminal` in one answer, then `finish` |
/// | `badtool…`, `badargs`, `missarg`, `risk` | one doubtful call, then `finish` |
/// | `think-N`, `bash-N` | N calls, then `finish` |
/// | `slowthink-N-MS` | as `think-N`, each answer after MS milliseconds |
/// | `slow-MS` | `finish` after MS milliseconds |
/// | `err400`, `err401`, `err429`, `err500`, `ctx` | that error |
public final class GoldenScripts {

    private static final Pattern WORK = Pattern.compile("WD=(\\S+)");
    private static final int FIRST_PROMPT_TOKENS = 100;

    private GoldenScripts() {}

    public static ScriptedReply answer(ScriptedLlm.Request request) {
        var fails = request.model().startsWith("err") || request.model().equals("ctx");
        if (request.body().path("tools").isEmpty() && !fails) {
            return ScriptedReply.text("Fake answer");
        }
        var step = step(request.body().path("messages"));
        return answer(request, step).using(FIRST_PROMPT_TOKENS + step, 20, 10);
    }

    /// How many times the assistant has spoken since the last user message.
    static int step(JsonNode messages) {
        var step = 0;
        for (var message : messages) {
            switch (message.path("role").asText()) {
                case "user" -> step = 0;
                case "assistant" -> step++;
                default -> { }
            }
        }
        return step;
    }

    private static ScriptedReply answer(ScriptedLlm.Request request, int step) {
        var name = request.model();
        var parts = name.split("-");
        return switch (parts[0]) {
            case "scripted" -> scripted(step, work(request.body().path("messages")));
            case "instant" -> finish();
            case "text" -> ScriptedReply.text("Plain text answer.");
            case "slow" -> finish().after(Duration.ofMillis(number(parts, 1)));
            case "think" -> think(step, number(parts, 1));
            case "slowthink" -> think(step, number(parts, 1))
                    .after(Duration.ofMillis(number(parts, 2)));
            case "bash" -> step >= number(parts, 1) ? finish() : ScriptedReply.call("terminal",
                    "{\"command\": \"true " + step + "\", \"summary\": \"step\"}");
            default -> first(step, name);
        };
    }

    private static ScriptedReply first(int step, String name) {
        if (step > 0) {
            return finish();
        }
        return switch (name.startsWith("badtool") ? "badtool" : name) {
            case "two" -> ScriptedReply
                    .call("think", "{\"thought\": \"a\", \"summary\": \"x\"}")
                    .andCall("terminal", "{\"command\": \"pwd\", \"summary\": \"where\"}");
            case "badtool" -> ScriptedReply.call("no_such_tool", "{\"x\": 1}");
            case "badargs" -> ScriptedReply.call("terminal", "{\"command\": \"unterminated");
            case "missarg" -> ScriptedReply.call("terminal", "{\"summary\": \"no command\"}");
            case "risk" -> ScriptedReply.call("terminal", "{\"command\": \"echo risky\","
                    + " \"security_risk\": \"HIGH\", \"summary\": \"risky\"}");
            case "err400" -> ScriptedReply.failure(400, "Invalid request");
            case "err401" -> ScriptedReply.failure(401, "Incorrect API key provided");
            case "err429" -> ScriptedReply.failure(429, "Rate limit reached");
            case "err500" -> ScriptedReply.failure(500, "The server had an error");
            case "ctx" -> ScriptedReply.failure(400, "This model's maximum context length is 100"
                    + " tokens. (context_length_exceeded)");
            default -> ScriptedReply.failure(404, "no recorded model is called " + name);
        };
    }

    private static ScriptedReply scripted(int step, String work) {
        return switch (step) {
            case 0 -> ScriptedReply.text("I will create a file.").andCall("terminal",
                    "{\"command\": \"echo hello > hello.txt && cat hello.txt\","
                            + " \"summary\": \"write hello\"}");
            case 1 -> ScriptedReply.call("file_editor", "{\"command\": \"create\", \"path\": \""
                    + work + "/note.txt\", \"file_text\": \"one\\ntwo\\nthree\\n\","
                    + " \"summary\": \"create note\"}");
            case 2 -> ScriptedReply.call("file_editor", "{\"command\": \"view\", \"path\": \""
                    + work + "/note.txt\", \"summary\": \"view note\"}");
            default -> finish();
        };
    }

    private static ScriptedReply think(int step, int steps) {
        return step >= steps ? finish() : ScriptedReply.call("think",
                "{\"thought\": \"step " + step + "\", \"summary\": \"think\"}");
    }

    private static ScriptedReply finish() {
        return ScriptedReply.call("finish",
                "{\"message\": \"All done.\", \"summary\": \"finish the task\"}");
    }

    /// The working directory that the user named last.
    private static String work(JsonNode messages) {
        List<String> named = new ArrayList<>();
        for (var text : messages.findValuesAsText("text")) {
            WORK.matcher(text).results().forEach(found -> named.add(found.group(1)));
        }
        return named.isEmpty() ? "/tmp" : named.getLast();
    }

    private static int number(String[] parts, int at) {
        return Integer.parseInt(parts[at]);
    }
}
