package agentserver.agent;

import static agentserver.tool.ToolSchema.SECURITY_RISK;
import static agentserver.tool.ToolSchema.SUMMARY;

import agentserver.llm.MessageToolCall;
import agentserver.tool.Action;
import agentserver.tool.SecurityRisk;
import agentserver.tool.Tool;
import agentserver.tool.ToolSchema;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Reads the tool calls of a model: forgives what can be forgiven without guessing, and tells the model
/// in its own terms what can't.
///
/// The steps are those of the contract, in its order: parse, find the tool, infer the editor's command,
/// mend types, take out `security_risk` and `summary`, check, build the action.
/// Immutable; any thread may use it. Source: contract 08 §7.1.
public final class ToolCallReader {

    private static final int MAX_SUMMARY_CHARS = 1_000;

    private static final Set<String> MISSPELT_RISKS =
            Set.of("security_rort", "securtiy_risk", "security_riks");

    private final ObjectMapper strict;
    private final Map<String, Tool<?>> tools = new LinkedHashMap<>();
    private final BooleanSupplier analyzed;

    /// @param strict   the mapper for clients, which knows the records of these tools
    /// @param tools    the available tools, in the order in which they are listed to the model
    /// @param analyzed whether there is a security analyzer now; without one, risks are `UNKNOWN`
    public ToolCallReader(ObjectMapper strict, List<Tool<?>> tools, BooleanSupplier analyzed) {
        this.strict = strict;
        this.analyzed = analyzed;
        tools.forEach(tool -> this.tools.put(tool.name(), tool));
    }

    /// Reads one call. Never throws because of what the model wrote.
    public CheckedCall read(MessageToolCall raw) {
        JsonNode parsed;
        try {
            parsed = ArgumentText.parse(raw.arguments());
        } catch (JsonProcessingException unreadable) {
            return malformed(raw, unreadable);
        }
        var given = parsed instanceof ObjectNode object ? object
                : JsonNodeFactory.instance.objectNode();
        var named = CallName.of(raw.name(), cleaned(given), tools.keySet());
        var tool = tools.get(named.name());
        if (tool == null) {
            return new CheckedCall.Rejected(
                    rewritten(raw, named.name(), named.arguments()),
                    "Tool '" + named.name() + "' not found. Available: "
                            + PythonText.list(tools.keySet()));
        }
        return read(raw, tool, named.arguments());
    }

    private CheckedCall read(MessageToolCall raw, Tool<?> tool, ObjectNode given) {
        var schema = tool.parameters();
        var arguments = EditorCommandGuess.complete(tool.name(), given);
        ArgumentRepair.repair(arguments, schema);
        var call = rewritten(raw, tool.name(), arguments);
        try {
            var risk = takeRisk(tool, arguments);
            var summary = takeSummary(schema, arguments);
            var action = action(tool, schema, arguments);
            return new CheckedCall.Accepted(
                    call, tool, action, risk,
                    summary.isBlank() ? described(tool, arguments) : summary);
        } catch (Unfit unfit) {
            return new CheckedCall.Rejected(call, "Error validating tool '" + tool.name() + "': "
                    + unfit.getMessage() + ". Parameters provided: "
                    + PythonText.list(keys(arguments)));
        }
    }

    private static CheckedCall.Rejected malformed(
            MessageToolCall raw, JsonProcessingException unreadable) {
        var error = "Error validating tool '" + raw.name() + "': "
                + ArgumentText.fault(raw.arguments(), unreadable) + ". Arguments: unparseable JSON";
        var arguments = JsonNodeFactory.instance.objectNode()
                .put("_openhands_malformed_tool_call", true)
                .put("error", error);
        return new CheckedCall.Rejected(rewritten(raw, raw.name(), arguments), error);
    }

    private static ObjectNode cleaned(ObjectNode given) {
        var cleaned = JsonNodeFactory.instance.objectNode();
        given.properties().forEach(argument -> {
            if (!argument.getValue().isNull()) {
                var name = argument.getKey();
                cleaned.set(
                        MISSPELT_RISKS.contains(name) ? SECURITY_RISK : name,
                        argument.getValue());
            }
        });
        return cleaned;
    }

    private static MessageToolCall rewritten(
            MessageToolCall raw, String name, ObjectNode arguments) {
        return new MessageToolCall(
                raw.id(), raw.responsesItemId(), name, PythonText.json(arguments), raw.origin());
    }

    private SecurityRisk takeRisk(Tool<?> tool, ObjectNode arguments) {
        var given = arguments.remove(SECURITY_RISK);
        if (given == null || !analyzed.getAsBoolean() || !ToolSchema.asksForRisk(tool)) {
            return SecurityRisk.UNKNOWN;
        }
        for (var risk : SecurityRisk.values()) {
            if (risk.name().equals(given.asText())) {
                return risk;
            }
        }
        throw new Unfit(SECURITY_RISK + ": expected one of 'UNKNOWN', 'LOW', 'MEDIUM', 'HIGH'");
    }

    private static String takeSummary(JsonNode schema, ObjectNode arguments) {
        var own = schema.path("properties").has(SUMMARY);
        var given = own ? arguments.get(SUMMARY) : arguments.remove(SUMMARY);
        return given == null ? "" : given.asText();
    }

    private Action action(Tool<?> tool, JsonNode schema, ObjectNode arguments) {
        var problems = ArgumentCheck.problems(arguments, schema, true);
        if (!problems.isEmpty()) {
            throw new Unfit(String.join("; ", problems));
        }
        var kind = tool.actionKind();
        try {
            return strict.treeToValue(arguments.deepCopy().put("kind", kind), tool.actionType());
        } catch (JsonMappingException unfit) {
            throw new Unfit(place(unfit) + reason(unfit));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree has no syntax", impossible);
        }
    }

    private static String place(JsonMappingException unfit) {
        return unfit.getPath().isEmpty() ? ""
                : unfit.getPath().getFirst().getFieldName() + ": ";
    }

    /// What a record of ours says about its values; a mapper's own words name Java types and repeat values.
    private static String reason(JsonMappingException unfit) {
        return unfit instanceof ValueInstantiationException && unfit.getCause() != null
                ? unfit.getCause().getMessage() : "not a value that can be used here";
    }

    private static String described(Tool<?> tool, ObjectNode arguments) {
        var described = tool.name() + ": " + PythonText.json(arguments);
        return described.length() <= MAX_SUMMARY_CHARS ? described
                : described.substring(0, MAX_SUMMARY_CHARS) + "…";
    }

    private static List<String> keys(ObjectNode arguments) {
        return arguments.propertyStream().map(Map.Entry::getKey).toList();
    }

    /// Arguments that the tool can't take, and why.
    private static final class Unfit extends RuntimeException {
        Unfit(String message) {
            super(message, null, false, false);
        }
    }
}
