package agentserver.llm.demo;

import agentserver.llm.LlmRequest;
import agentserver.llm.Message;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Decides what the demo model does next, from the history alone: it remembers nothing.
///
/// The instructions of the last user message are walked through, and each takes from the results
/// that followed as many as it must have asked for; the first that finds none left asks now.
///
/// A file needs an absolute path. The plan looks for the working directory in what the terminal
/// reported, and runs `pwd` if it reported none: it finds out by acting, as any agent does, so that
/// requests need no member that only a demo reads. If the editor refuses (the file is there
/// already), the terminal writes.
final class DemoPlan {

    /// What to do: call a tool, or say something and be done.
    sealed interface Move {
        record Call(String tool, Map<String, Object> arguments, String summary) implements Move {}

        record Say(String text, boolean finish) implements Move {}
    }

    private static final Pattern WORKING_DIRECTORY =
            Pattern.compile("\\[Current working directory: (/[^\\]\\n]*)]");
    private static final Pattern FIRST_PATH = Pattern.compile("\\A(/[^\\n]*)");
    private static final Pattern EXTRA = Pattern.compile("\\A\\s*<[A-Z_]+>");
    private static final int SHOWN_CHARS = 300;

    private final LlmRequest request;
    private final int lastUser;
    private final Queue<String> results = new ArrayDeque<>();
    private final List<String> report = new ArrayList<>();
    private Optional<String> directory = Optional.empty();

    DemoPlan(LlmRequest request) {
        this.request = request;
        this.lastUser = lastUser(request.messages());
        for (int i = 0; i < request.messages().size(); i++) {
            var message = request.messages().get(i);
            if (message.role() == Role.TOOL && i > lastUser) {
                results.add(message.text());
            } else if (message.role() == Role.TOOL) {
                noteDirectory(message.text());
            }
        }
    }

    private static int lastUser(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role() == Role.USER) {
                return i;
            }
        }
        return -1;
    }

    /// The next move.
    Move next() {
        if (request.tools().isEmpty()) {
            return new Move.Say(asksForTitle() ? DemoTexts.TITLE : DemoTexts.ANSWER, false);
        }
        var instructions = Instruction.in(userText());
        if (instructions.isEmpty()) {
            return new Move.Say(DemoTexts.ANSWER, false);
        }
        for (var instruction : instructions) {
            var move = switch (instruction) {
                case Instruction.Run run -> move(run);
                case Instruction.Write write -> move(write);
            };
            if (move.isPresent()) {
                return move.get();
            }
        }
        return new Move.Say(DemoTexts.REPORT + String.join("\n", report), true);
    }

    private boolean asksForTitle() {
        return request.messages().stream()
                .anyMatch(message -> message.text().toLowerCase(Locale.ROOT)
                        .contains("title"));
    }

    /// What the user typed; parts that the server added stand in tags.
    private String userText() {
        return lastUser < 0 ? "" : request.messages().get(lastUser).content().stream()
                .filter(TextContent.class::isInstance)
                .map(part -> ((TextContent) part).text())
                .filter(text -> !EXTRA.matcher(text).find())
                .collect(Collectors.joining("\n"));
    }

    private Optional<Move> move(Instruction.Run run) {
        if (!has("terminal")) {
            report.add("- I have no terminal, so I did not run `" + run.command() + "`.");
            return Optional.empty();
        }
        if (results.isEmpty()) {
            return terminal(run.command(), "run a command for the demo");
        }
        var result = take();
        noteDirectory(result);
        report.add("- I ran `" + run.command() + "` and saw: " + shown(result));
        return Optional.empty();
    }

    private Optional<Move> move(Instruction.Write write) {
        if (!has("file_editor")) {
            report.add("- I have no editor, so I did not write " + write.name() + ".");
            return Optional.empty();
        }
        var absolute = write.name().startsWith("/");
        if (!absolute && directory.isEmpty() && has("terminal")) {
            if (results.isEmpty()) {
                return terminal("pwd", "find the working directory");
            }
            noteOwnDirectory(take());
        }
        if (!absolute && directory.isEmpty()) {
            report.add("- I don't know the working directory, so I did not write " + write.name()
                    + ". Give me its full path.");
            return Optional.empty();
        }
        var path = absolute ? write.name() : directory.orElseThrow() + "/" + write.name();
        return written(path, write.text() + "\n");
    }

    private Optional<Move> written(String path, String text) {
        if (results.isEmpty()) {
            return Optional.of(new Move.Call("file_editor",
                    Map.of("command", "create", "path", path, "file_text", text),
                    "create a file for the demo"));
        }
        var result = take();
        if (refused(result) && has("terminal")) {
            if (results.isEmpty()) {
                return terminal("printf '%s' " + quoted(text) + " > " + quoted(path),
                        "replace a file that is there already");
            }
            result = take();
            noteDirectory(result);
        }
        report.add("- I wrote " + path + " and saw: " + shown(result));
        return Optional.empty();
    }

    private static boolean refused(String result) {
        return result.startsWith("[An error occurred") || result.contains("already exists");
    }

    private String take() {
        return results.remove();
    }

    private void noteDirectory(String result) {
        var marked = WORKING_DIRECTORY.matcher(result);
        if (marked.find()) {
            directory = Optional.of(marked.group(1).strip());
        }
    }

    /// Takes the answer to `pwd`, which need not be marked.
    private void noteOwnDirectory(String result) {
        noteDirectory(result);
        var path = FIRST_PATH.matcher(result);
        if (directory.isEmpty() && path.find()) {
            directory = Optional.of(path.group(1).strip());
        }
    }

    private boolean has(String tool) {
        return request.tools().stream().anyMatch(declared -> declared.name().equals(tool));
    }

    private static Optional<Move> terminal(String command, String summary) {
        return Optional.of(new Move.Call("terminal", Map.of("command", command), summary));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String shown(String result) {
        var text = result.strip();
        if (text.isEmpty()) {
            return "nothing";
        }
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
}
