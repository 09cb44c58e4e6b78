package agentserver.base.egress;

import java.net.InetAddress;
import java.net.URI;

/// The rule in force, for the whole process.
///
/// It is static because Java resolves names for the whole process, with the one provider that it finds by
/// itself ([EgressResolvers]); nobody could hand a rule to that. Until [#enforce] says otherwise the rule
/// is [EgressRule#LINK_LOCAL].
///
/// Who sends a request to an address that somebody else chose calls [#check] with the URI first, and again
/// with that of every redirect: addresses that stand there as numbers are never resolved. Names need no
/// check: they are resolved under the rule, at the moment of connecting, so that no name can mean one
/// address when it is checked and another when it is used.
public final class Egress {

    private static volatile EgressRule rule = EgressRule.LINK_LOCAL;

    private Egress() {}

    /// Puts a rule in force. Connections that are open stay.
    public static void enforce(EgressRule wanted) {
        rule = wanted;
    }

    /// Checks an address that stands in a URI as a number, in any form that Java takes for one.
    ///
    /// @throws EgressRefused when the rule forbids it
    public static void check(URI uri) throws EgressRefused {
        var host = uri.getHost();
        if (host == null) {
            return; // no client connects to that
        }
        InetAddress literal;
        try {
            literal = InetAddress.ofLiteral(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        } catch (IllegalArgumentException _) { // a name
            return;
        }
        if (!allows(literal)) {
            throw new EgressRefused(host);
        }
    }

    static boolean allows(InetAddress address) {
        return rule.allows(address);
    }
}
