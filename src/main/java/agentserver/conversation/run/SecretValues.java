package agentserver.conversation.run;

import agentserver.agent.SecretSource.LookupSecret;
import agentserver.agent.SecretSource.StaticSecret;
import agentserver.agent.SecretSource;
import agentserver.base.egress.Egress;
import agentserver.base.fault.Fault;
import agentserver.base.secret.Redaction;
import agentserver.base.secret.Secret;
import agentserver.conversation.credential.CredentialSource;
import agentserver.conversation.state.SecretRegistry;
import agentserver.tool.ToolSecrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The values of a conversation's secrets, as its tools may have them.
///
/// A secret goes to a command in which its name occurs, whatever the case; every value that was ever
/// resolved is masked, the longest first, unless it is shorter than [#Redaction#MIN_CHARS] (masking `1`
/// would blot out everything).
///
/// A command may show a secret that it does not name (`cat .env`), so all of them are looked up before
/// the first one runs, at the same time. It waits for those that it names, and [#PATIENCE] at most for
/// the others: whatever answers by then is masked, whatever answers later is masked from then on.
/// Masking itself asks nobody, since it holds the terminal. Any thread may call it. Source: contract 08
/// §15, 02 §9.6.
public final class SecretValues implements ToolSecrets {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String HIDDEN = "<secret-hidden>";

    /// Made when the first secret is looked up: that takes a while, and most servers never do.
    private static final class Client {
        static final HttpClient HTTP =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    }

    private final Supplier<SecretRegistry> registry;
    private final Supplier<Map<String, CredentialSource>> elsewhere;
    private final Supplier<URI> server;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final SecretLookups lookups = new SecretLookups(seen::add);

    /// @param elsewhere the sources of secrets that are kept elsewhere
    /// @param server    where a `url` without a host is asked for
    public SecretValues(
            Supplier<SecretRegistry> registry, Supplier<Map<String, CredentialSource>> elsewhere,
            Supplier<URI> server) {
        this.registry = registry;
        this.elsewhere = elsewhere;
        this.server = server;
    }

    @Override
    public Map<String, String> namedIn(String command) {
        var given = given();
        var kept = elsewhere.get();
        given.forEach((name, source) -> {
            if (source instanceof LookupSecret secret && !kept.containsKey(name)) {
                lookups.begin(name, secret, () -> lookUp(secret));
            }
        });
        kept.forEach((name, source) -> lookups.begin(name, source, source::load));

        var text = command.toLowerCase(Locale.ROOT);
        var names = Stream.concat(given.keySet().stream(), kept.keySet().stream())
                .filter(name -> text.contains(name.toLowerCase(Locale.ROOT)))
                .distinct().toList();
        await(names);
        var named = new LinkedHashMap<String, String>();
        for (var name : names) {
            var value = given.get(name) instanceof StaticSecret secret && !kept.containsKey(name)
                    ? clear(secret)
                    : lookups.value(name);
            value.ifPresent(it -> named.put(name, it));
        }
        return named;
    }

    @Override
    public String mask(String text) {
        given();
        return Redaction.of(seen, HIDDEN).apply(text);
    }

    @Override
    public int unfinished(String text) {
        return Redaction.of(seen, HIDDEN).unfinished(text);
    }

    /// The conversation's own; values that it has are known from now on.
    private Map<String, SecretSource> given() {
        var sources = registry.get().secretSources();
        sources.values().forEach(source -> {
            if (source instanceof StaticSecret secret) {
                clear(secret).ifPresent(seen::add);
            }
        });
        return sources;
    }

    private static Optional<String> clear(StaticSecret secret) {
        return Optional.ofNullable(secret.value()).map(Secret::reveal);
    }

    private void await(List<String> names) {
        try {
            for (var name : names) {
                lookups.await(name);
            }
            lookups.awaitAll(PATIENCE);
        } catch (InterruptedException _) { // the run stops: whoever waits for the value stops too
            Thread.currentThread().interrupt();
        }
    }

    private String lookUp(LookupSecret secret) throws IOException, InterruptedException {
        var url = URI.create(secret.url());
        Egress.check(url); // one without a host is this server's own
        var request = HttpRequest.newBuilder(server.get().resolve(url));
        secret.headers().forEach((header, value) -> request.header(header, value.reveal()));
        var sending = Client.HTTP.sendAsync(request.build(), BodyHandlers.ofString());
        try {
            var answer = sending.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (answer.statusCode() / 100 == 2) {
                return answer.body();
            }
            throw new Fault.Upstream("lookup answered " + answer.statusCode(), false);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        } catch (TimeoutException e) {
            throw new Fault.Upstream("lookup took longer than " + TIMEOUT, true);
        } finally {
            sending.cancel(true); // ends the request if it is still under way
        }
    }
}
