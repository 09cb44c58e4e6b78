package agentserver.base.store;

/// A lease was held and is another's now: nothing may be written any more.
public final class LeaseLost extends RuntimeException {

    LeaseLost(String what) {
        super(what, null, false, false);
    }
}
