package agentserver.agent;

import agentserver.event.ActionEvent;
import agentserver.event.AgentErrorEvent;
import agentserver.event.ErrorClassification;
import agentserver.event.ErrorClassification.Kind;
import agentserver.event.ErrorClassification.UserAction;
import agentserver.event.Event;
import agentserver.event.ObservationEvent;
import agentserver.tool.Action;
import agentserver.tool.Observation;
import agentserver.tool.Tool;
import agentserver.tool.ToolException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/// Carries out one action: whatever happens, there is exactly one event that answers it.
final class ToolRunner {

    /// The agent asked for something that can't be; it may ask better.
    static final ErrorClassification RETRY =
            ErrorClassification.of(Kind.AGENT_ACTION, true, UserAction.RETRY);
    private static final Logger LOG = System.getLogger(ToolRunner.class.getName());

    private final ToolBox tools;

    ToolRunner(ToolBox tools) {
        this.tools = tools;
    }

    /// @throws InterruptedException when the run was interrupted; then the action has no answer yet
    Event run(ActionEvent event) throws InterruptedException {
        var tool = tools.tool(event.toolName());
        if (tool.isEmpty()) {
            return failure(event, "the agent has no such tool any more", RETRY);
        }
        try {
            return ObservationEvent.of(event, observe(tool.get(), event.action()));
        } catch (ToolException e) {
            return failure(event, e.getMessage(), RETRY);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) { // the border: a broken tool must not end the run
            return bug(event, e);
        }
    }

    private static <A extends Action> Observation observe(
            Tool<A> tool, Action action) throws InterruptedException {
        return tool.run(tool.actionType().cast(action));
    }

    /// What a bug's message says stays in the log, under the id that the model and the user see.
    private static Event bug(ActionEvent event, Throwable thrown) {
        var id = UUID.randomUUID().toString().replace("-", "");
        LOG.log(Level.ERROR, "error_id " + id + ", tool " + event.toolName(), thrown);
        return failure(
                event, "an internal error of the server, logged as " + id,
                new ErrorClassification(Kind.INTERNAL, false, UserAction.NONE, id));
    }

    private static Event failure(ActionEvent event, String reason, ErrorClassification kind) {
        var error = "Error executing tool '" + event.toolName() + "': " + reason;
        return AgentErrorEvent.of(event, error, kind);
    }
}
