package agentserver.conversation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import agentserver.agent.SecretSource;
import agentserver.agent.SecretSource.LookupSecret;
import agentserver.base.egress.Egress;
import agentserver.base.egress.EgressRule;
import agentserver.base.secret.Secret;
import agentserver.conversation.credential.CredentialSource;
import agentserver.conversation.state.SecretRegistry;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretValuesTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String answer = "found";
    private HttpServer http;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI().getPath());
                var body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
        Egress.enforce(EgressRule.LINK_LOCAL);
    }

    private String base() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private SecretValues values(
            Map<String, SecretSource> sources, Map<String, CredentialSource> elsewhere) {
        return new SecretValues(
                () -> new SecretRegistry(sources), () -> elsewhere, () -> URI.create(base()));
    }

    private static LookupSecret at(String url) {
        return new LookupSecret(null, url, Map.of());
    }

    @Test
    void serverSideRequestsStayInside() {
        var values = values(Map.of("AWAY", at(base() + "/away"), "OWN", at("/own")), Map.of());
        Egress.enforce(EgressRule.PRIVATE);

        assertEquals(Map.of("OWN", "found"), values.namedIn("echo $AWAY $OWN"));
        assertEquals(List.of("/own"), asked);
    }

    /// A header whose value was masked is not sent; the secret may be told all the same.
    @Test
    void aMaskedHeaderIsNotSent() {
        var headers = new HashMap<String, Secret>();
        headers.put("X-Session-API-Key", null);
        var masked = new LookupSecret(null, base() + "/masked", headers);

        assertEquals(Map.of("MASKED", "found"),
                values(Map.of("MASKED", masked), Map.of()).namedIn("echo $MASKED"));
        assertEquals(Map.of(), masked.headers());
    }

    @Test
    void aLookupThatCannotEvenBeMadeIsThatSecretsOwnFailure() {
        var values = new SecretValues(
                () -> new SecretRegistry(Map.of("TOKEN", at("/x"))), Map::of, () -> {
                    throw new IllegalStateException("there is no server");
                });

        assertEquals(Map.of(), values.namedIn("echo $TOKEN"));
        assertEquals("text", values.mask("text"));
    }

    @Test
    void aValueThatIsKeptElsewhereIsGivenAndMasked() {
        answer = "{\"value\": \"tell-nobody\", \"version\": \"1\"}";
        var source = new CredentialSource(base() + "/kept", Map.of());
        var values = values(Map.of(), Map.of("KEPT", source));

        assertEquals(Map.of(), values.namedIn("echo"));
        assertEquals(Map.of("KEPT", "tell-nobody"), values.namedIn("echo $KEPT"));
        assertEquals("it is <secret-hidden>", values.mask("it is tell-nobody"));
        assertEquals(List.of("/kept"), asked);
    }

    @Test
    void whatAValueWasBeforeIsMaskedToo() {
        var sources = new HashMap<String, SecretSource>();
        var values = values(sources, Map.of());
        for (var value : List.of("the-first-value", "the-second-value")) {
            sources.put("TOKEN", new SecretSource.StaticSecret(
                    null, Secret.of(value).orElseThrow()));
            values.mask("");
        }

        assertEquals("<secret-hidden>, <secret-hidden>",
                values.mask("the-first-value, the-second-value"));
    }
}
