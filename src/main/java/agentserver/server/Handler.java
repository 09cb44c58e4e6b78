package agentserver.server;

/// Answers one matched request. May block: it runs on a virtual thread of its own. What it throws
/// becomes the answer: a [agentserver.base.fault.Fault] its own, anything else a 500.
@FunctionalInterface
public interface Handler {
    Answer handle(Exchange exchange) throws Exception;
}
