package agentserver.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// `think`: a place to reason that changes nothing. Any thread may call it. Source: contract 10 §5.
public final class ThinkTool implements Tool<ThinkAction> {

    /// The name in calls; the registered name is `ThinkTool`.
    public static final String NAME = "think";

    private static final String DESCRIPTION = """
            Writes a thought into the conversation. It runs nothing, reads nothing and changes \
            nothing.

            Worth a call when the next step is not obvious: to weigh several causes of a failure \
            after reading the evidence, to compare designs before a change that touches many files, \
            to list what a result rules out, or to plan a long piece of work. Simple steps need no \
            written thought.""";

    private static final ObjectNode PARAMETERS = new ToolSchema()
            .required("thought", ToolSchema.text("What to write down."))
            .build();

    public static ToolFactory factory() {
        return new SingleToolFactory(
                "ThinkTool",
                List.of(ThinkAction.class, ThinkObservation.class),
                _ -> new ThinkTool());
    }

    @Override
    public String name() {
        return NAME;
    }

    /// The annotations have no title, as clients know it.
    @Override
    public ToolDefinition definition() {
        var annotations = new ToolAnnotations(null, true, false, true, false);
        return ToolDefinition.of("ThinkTool", NAME, DESCRIPTION, "Think", annotations);
    }

    @Override
    public ObjectNode parameters() {
        return PARAMETERS.deepCopy();
    }

    @Override
    public Class<ThinkAction> actionType() {
        return ThinkAction.class;
    }

    @Override
    public ThinkObservation run(ThinkAction action) {
        return ThinkObservation.logged();
    }
}
