package agentserver.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;

/// The first minute: holds one conversation with the built-in demo model and prints every event as
/// it streams, a line each, then the agent's answer. Needs neither network nor key.
public final class Demo {

    private static final String TASK =
            "Say where you are with `echo \"hello from $(uname -sr)\"` and write hello.txt: Hello!";
    private static final int COLUMNS = 100;

    private final URI server;
    private final PrintStream out;

    /// @param server where a server without a key listens, `http://127.0.0.1:8000`
    public Demo(URI server, PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /// Holds the conversation.
    ///
    /// @param workingDir the agent's workspace
    /// @return whether the agent finished
    /// @throws IllegalStateException if the server refuses, closes the socket or stays silent
    public boolean hold(Path workingDir) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient();
                var dialogue = new Dialogue(http, server, workingDir, this::print)) {
            out.println("> " + TASK);
            var end = dialogue.say(TASK);
            out.println("< " + dialogue.answer());
            out.println("conversation " + dialogue.id() + ": " + end);
            return end.equals("finished");
        }
    }

    private void print(JsonNode event) {
        var line = event.path("kind").asText() + "  " + gist(event);
        out.println(line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 1) + "…");
    }

    private static String gist(JsonNode event) {
        return switch (event.path("kind").asText()) {
            case "MessageEvent" -> texts(event.at("/llm_message/content"));
            case "ActionEvent" -> event.path("tool_name").asText() + " " + event.path("action");
            case "ObservationEvent" -> event.path("tool_name").asText() + " "
                    + texts(event.at("/observation/content"));
            case "ConversationStateUpdateEvent" -> event.path("key").asText() + " "
                    + event.at("/value/execution_status").asText(event.path("value").asText());
            default -> "";
        };
    }

    private static String texts(JsonNode content) {
        var text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText()).append(' '));
        return text.toString().strip().replace('\n', ' ');
    }
}
