package agentserver.base.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/// Resolves names as Java does, and leaves out the addresses that the rule in force forbids. Java finds it
/// by itself, as the module declares.
public final class EgressResolvers extends InetAddressResolverProvider {

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return filtered(configuration.builtinResolver());
    }

    static InetAddressResolver filtered(InetAddressResolver builtin) {
        return new Filtered(builtin);
    }

    @Override
    public String name() {
        return "agent-server egress rule";
    }

    private record Filtered(InetAddressResolver builtin) implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                throws UnknownHostException {
            var allowed = builtin.lookupByName(host, policy).filter(Egress::allows).toList();
            if (allowed.isEmpty()) { // the built-in one throws rather than finding nothing
                throw new EgressRefused(host);
            }
            return allowed.stream();
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return builtin.lookupByAddress(address);
        }
    }
}
