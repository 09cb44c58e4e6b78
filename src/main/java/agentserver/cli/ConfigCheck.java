package agentserver.cli;

import agentserver.config.ConfigProblem;
import agentserver.config.ConfigReading;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/// Says whether the server would start with the configuration as it is, and lists all that is
/// wrong.
///
/// With `--json`: `{"ok": false, "problems": [{"key": …, "source": …, "reason": …}], "warnings":
/// []}`.
record ConfigCheck(Streams streams) implements ConfigCommand.View {

    @Override
    public String name() {
        return "config check";
    }

    @Override
    public String meaning() {
        return "say what is wrong with the configuration, without starting";
    }

    @Override
    public int show(ConfigReading reading, boolean json) {
        streams.out().print(json ? json(reading) : lines(reading));
        return reading.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String lines(ConfigReading reading) {
        var text = new StringBuilder();
        reading.problems().forEach(problem -> text.append(problem).append('\n'));
        reading.warnings().forEach(
                warning -> text.append("warning: ").append(warning).append('\n'));
        return text.append(reading.problems().isEmpty() ? "The configuration is good.\n" : "")
                .toString();
    }

    private static String json(ConfigReading reading) {
        var answer = JsonNodeFactory.instance.objectNode()
                .put("ok", reading.problems().isEmpty());
        addAll(reading.problems(), answer.putArray("problems"));
        addAll(reading.warnings(), answer.putArray("warnings"));
        return answer.toPrettyString() + "\n";
    }

    private static void addAll(List<ConfigProblem> problems, ArrayNode list) {
        problems.forEach(problem -> list.addObject().put("key", problem.key())
                .put("source", problem.source()).put("reason", problem.reason()));
    }
}
