package agentserver.base.egress;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EgressTest {

    private static final List<String> METADATA = List.of(
            "169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe",
            "::169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192");
    private static final List<String> INSIDE = List.of(
            "127.0.0.1", "::1", "0.0.0.0", "::", "10.1.2.3", "172.16.0.1", "192.168.1.1",
            "100.64.0.1", "fd12::1", "224.0.0.1");
    private static final List<String> OUTSIDE = List.of("192.0.2.7", "2001:db8::7", "172.32.0.1");

    @BeforeEach
    @AfterEach
    void usual() {
        Egress.enforce(EgressRule.LINK_LOCAL);
    }

    private static boolean allows(EgressRule rule, String address) {
        return rule.allows(InetAddress.ofLiteral(address));
    }

    @Test
    void serverSideRequestsStayInside() {
        for (var forbidden : List.of(
                "http://169.254.169.254/latest/meta-data", "http://[fe80::1]/",
                "http://[::ffff:169.254.169.254]/", "http://2852039166/")) {
            var refused = assertThrows(
                    EgressRefused.class, () -> Egress.check(URI.create(forbidden)), forbidden);
            assertTrue(refused.getMessage().contains("OH_EGRESS_RULE"), refused.getMessage());
        }
        for (var fine : List.of("http://127.0.0.1:1/", "http://[::1]/", "https://example.com/",
                "http://1.2.3.4/")) {
            assertDoesNotThrow(() -> Egress.check(URI.create(fine)), fine);
        }
    }

    @Test
    void eachRuleForbidsWhatItSays() {
        for (var address : METADATA) {
            assertFalse(allows(EgressRule.LINK_LOCAL, address), address);
            assertFalse(allows(EgressRule.PRIVATE, address), address);
            assertTrue(allows(EgressRule.OFF, address), address);
        }
        for (var address : INSIDE) {
            assertTrue(allows(EgressRule.LINK_LOCAL, address), address);
            assertFalse(allows(EgressRule.PRIVATE, address), address);
        }
        for (var address : OUTSIDE) {
            assertTrue(allows(EgressRule.PRIVATE, address), address);
        }
    }

    @Test
    void aNameThatMeansAForbiddenAddressIsNotResolved() throws Exception {
        var resolver = resolver("169.254.169.254");

        assertThrows(UnknownHostException.class,
                () -> resolver.lookupByName("metadata.example", LookupPolicy.of(LookupPolicy.IPV4)));
        Egress.enforce(EgressRule.OFF);
        assertEquals(1, resolver.lookupByName(
                "metadata.example", LookupPolicy.of(LookupPolicy.IPV4)).count());
    }

    @Test
    void ofSeveralAddressesTheAllowedOnesAreLeft() throws Exception {
        var found = resolver("169.254.169.254", "192.0.2.7")
                .lookupByName("both.example", LookupPolicy.of(LookupPolicy.IPV4)).toList();

        assertEquals(List.of(InetAddress.ofLiteral("192.0.2.7")), found);
    }

    /// Ours, over one that finds these addresses under every name.
    private static InetAddressResolver resolver(String... addresses) {
        var fixed = new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
                return Stream.of(addresses).map(InetAddress::ofLiteral);
            }

            @Override
            public String lookupByAddress(byte[] address) {
                return "name.example";
            }
        };
        return EgressResolvers.filtered(fixed);
    }
}
