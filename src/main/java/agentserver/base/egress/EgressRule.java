package agentserver.base.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which addresses the server's own requests (webhooks, MCP, models, secret lookups) must not reach.
public enum EgressRule {
    /// Link-local ones, and the few others where cloud machines keep their metadata.
    LINK_LOCAL,
    /// Those, and also private ones and this machine.
    PRIVATE,
    /// None.
    OFF;

    /// Where metadata is kept outside of the link-local ranges: AWS by IPv6, Alibaba, Oracle.
    private static final Set<InetAddress> METADATA =
            Stream.of("fd00:ec2::254", "100.100.100.200", "192.0.0.192")
                    .map(InetAddress::ofLiteral).collect(Collectors.toUnmodifiableSet());

    private static final byte[] NAT64 = InetAddress.ofLiteral("64:ff9b::").getAddress();
    private static final int PREFIX_BYTES = 12;

    /// Whether an address may be reached.
    public boolean allows(InetAddress address) {
        var meant = withoutWrapping(address);
        return switch (this) {
            case OFF -> true;
            case LINK_LOCAL -> !isLinkLocal(meant);
            case PRIVATE -> !isLinkLocal(meant) && !isPrivate(meant);
        };
    }

    private static boolean isLinkLocal(InetAddress address) {
        return address.isLinkLocalAddress() || METADATA.contains(address);
    }

    private static boolean isPrivate(InetAddress address) {
        int first = address.getAddress()[0] & 0xff;
        int second = address.getAddress()[1] & 0xff;
        boolean shared = address instanceof Inet6Address
                ? (first & 0xfe) == 0xfc // fc00::/7
                : first == 0 || first == 100 && (second & 0xc0) == 64; // 0/8, 100.64/10
        return shared || address.isLoopbackAddress() || address.isAnyLocalAddress()
                || address.isSiteLocalAddress() || address.isMulticastAddress();
    }

    /// The IPv4 address inside one of IPv6 that only wraps it: `64:ff9b::a9fe:a9fe`, `::169.254.169.254`.
    private static InetAddress withoutWrapping(InetAddress address) {
        if (!(address instanceof Inet6Address six) || six.isLoopbackAddress()) {
            return address;
        }
        var bytes = six.getAddress();
        boolean nat64 = Arrays.equals(bytes, 0, PREFIX_BYTES, NAT64, 0, PREFIX_BYTES);
        if (!nat64 && !six.isIPv4CompatibleAddress()) {
            return address;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, PREFIX_BYTES, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
