package agentserver.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// `finish`: the agent says that it is done. That the run ends is the agent loop's business.
/// Any thread may call it. Source: contract 10 §5, 08 §7.3.
public final class FinishTool implements Tool<FinishAction> {

    /// The name in calls; the registered name is `FinishTool`.
    public static final String NAME = "finish";

    private static final String DESCRIPTION = """
            Ends your work on the current task and hands the turn back to the user.

            Call it when the task is done and you have checked that it is, or when you can't go on \
            without something that only the user can give. `message` is what the user reads: what \
            was done or found, what was not, and what you need from them.""";

    private static final ObjectNode PARAMETERS = new ToolSchema()
            .required("message", ToolSchema.text("The closing words to the user."))
            .build();

    public static ToolFactory factory() {
        return new SingleToolFactory(
                "FinishTool",
                List.of(FinishAction.class, FinishObservation.class),
                _ -> new FinishTool());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ToolDefinition definition() {
        var annotations = new ToolAnnotations(NAME, true, false, true, false);
        return ToolDefinition.of("FinishTool", NAME, DESCRIPTION, "Finish", annotations);
    }

    @Override
    public ObjectNode parameters() {
        return PARAMETERS.deepCopy();
    }

    @Override
    public Class<FinishAction> actionType() {
        return FinishAction.class;
    }

    @Override
    public FinishObservation run(FinishAction action) {
        return FinishObservation.of(action.message());
    }
}
