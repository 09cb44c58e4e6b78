package agentserver.base.egress;

import java.net.UnknownHostException;

/// A host that the server's own requests must not reach. It is an unknown host, so that whoever handles
/// failed requests handles this too.
public final class EgressRefused extends UnknownHostException {

    EgressRefused(String host) {
        super(host + ": OH_EGRESS_RULE forbids requests to this address");
    }
}
