package agentserver.cli;

import agentserver.config.ConfigReading;
import agentserver.config.EffectiveValue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/// Prints every setting as it holds, with its source; secrets are stars.
///
/// With `--json`: `{"port": {"value": 8000, "source": "default"}, …}`.
record ConfigShow(Streams streams) implements ConfigCommand.View {

    @Override
    public String name() {
        return "config show";
    }

    @Override
    public String meaning() {
        return "print every setting, its value and where it came from";
    }

    @Override
    public int show(ConfigReading reading, boolean json) {
        if (!reading.problems().isEmpty()) {
            reading.problems().forEach(
                    problem -> streams.err().println("agent-server: " + problem));
            return ExitCode.FAILED;
        }
        var values = reading.values();
        streams.out().print(json ? json(values) : lines(values));
        return ExitCode.OK;
    }

    private static String lines(List<EffectiveValue> values) {
        var text = new StringBuilder();
        for (var value : values) {
            text.append(value.key()).append(" = ").append(value.value())
                    .append("  (").append(value.source()).append(")\n");
        }
        return text.toString();
    }

    private static String json(List<EffectiveValue> values) {
        var answer = JsonNodeFactory.instance.objectNode();
        for (var value : values) {
            answer.putObject(value.key()).put("source", value.source()).set("value", value.value());
        }
        return answer.toPrettyString() + "\n";
    }
}
