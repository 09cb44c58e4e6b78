package agentserver.conversation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import agentserver.agent.SecretSource;
import agentserver.agent.SecretSource.LookupSecret;
import agentserver.base.egress.Egress;
import agentserver.base.egress.EgressRule;
import agentserver.base.secret.Secret;
import agentserver.conversation.credential.CredentialSource;
import agentserver.conversation.state.SecretRegistry;
import agentserver.testing.Conditions;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SecretValuesTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String answer = "found";
    private volatile CountDownLatch held = new CountDownLatch(0);
    private HttpServer http;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI().getPath());
                held.await();
                var body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        http.start();
    }

    @AfterEach
    void stop() {
        held.countDown();
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

    /// Neither the command nor what masks its output waits for them; whoever names one does.
    @Test
    @Timeout(120)
    void slowLookupsDelayOnlyTheCommandsThatNameThem() {
        held = new CountDownLatch(1);
        var values = values(Map.of("SLOW", at("/slow"), "TARDY", at("/tardy")), Map.of());

        assertEquals(Map.of(), values.namedIn("echo hello"));
        assertEquals(Map.of(), values.namedIn("echo again"));
        assertEquals("hello", values.mask("hello"));
        held.countDown();

        assertEquals(Map.of("SLOW", "found"), values.namedIn("echo $slow"));
        assertEquals(Map.of("TARDY", "found"), values.namedIn("echo $TARDY"));
        assertEquals(List.of("/slow", "/tardy"), asked.stream().sorted().toList());
    }

    /// It may be in a file that the command shows.
    @Test
    void aValueIsMaskedThatNoCommandNamed() throws Exception {
        var values = values(Map.of("TOKEN", at("/token")), Map.of());

        assertEquals(Map.of(), values.namedIn("cat .env"));
        Conditions.until(() -> values.mask("it is found").equals("it is <secret-hidden>"));
        assertEquals(List.of("/token"), asked);
    }

    @Test
    void maskingAsksNobody() {
        assertEquals("found", values(Map.of("TOKEN", at("/token")), Map.of()).mask("found"));
        assertEquals(List.of(), asked);
    }

    @Test
    void aLookupThatWasSaidAnewIsAskedAnew() {
        var sources = new HashMap<String, SecretSource>(Map.of("TOKEN", at("/one")));
        var values = values(sources, Map.of());
        values.namedIn("$TOKEN");
        sources.put("TOKEN", at("/two"));
        answer = "found anew";

        assertEquals(Map.of("TOKEN", "found anew"), values.namedIn("$TOKEN"));
        assertEquals("<secret-hidden>, <secret-hidden>", values.mask("found, found anew"));
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
