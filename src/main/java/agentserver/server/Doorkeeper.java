package agentserver.server;

/// Knows the keys and what each door asks for. Immutable: other keys are another doorkeeper.
public interface Doorkeeper {

    /// Whether the request carries what the door asks for.
    boolean admits(Door door, Exchange exchange);

    /// Whether sockets ask for a session key at all.
    boolean asksSessionKey();

    /// Whether `presented` is one of the session keys; true for anything when none is asked for.
    boolean isSessionKey(String presented);
}
