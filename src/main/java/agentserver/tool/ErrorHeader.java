package agentserver.tool;

import agentserver.llm.Content;
import agentserver.llm.TextContent;
import java.util.ArrayList;
import java.util.List;

/// The line that tells a model that what follows is a failure. Source: contract 10 §1.3.
public final class ErrorHeader {

    static final String TEXT = "[An error occurred during execution.]\n";

    private ErrorHeader() {}

    /// `content`, with the header in front when the observation is an error.
    public static List<Content> before(Observation observation, List<Content> content) {
        if (!observation.isError()) {
            return content;
        }
        var parts = new ArrayList<Content>();
        parts.add(TextContent.of(TEXT));
        parts.addAll(content);
        return List.copyOf(parts);
    }
}
