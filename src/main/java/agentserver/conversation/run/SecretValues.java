package agentserver.conversation.run;

import agentserver.agent.SecretSource.LookupSecret;
import agentserver.agent.SecretSource.StaticSecret;
import agentserver.agent.SecretSource;
import agentserver.base.egress.Egress;
import agentserver.base.fault.Fault;
import agentserver.base.secret.Redaction;
import agentserver.conversation.credential.CredentialSource;
import agentserver.conversation.state.SecretRegistry;
import agentserver.tool.ToolSecrets;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The values of a conversation's secrets, as its tools may have them.
///
/// A secret goes to a command in which its name occurs, whatever the case; every value that was ever
/// resolved is masked, the longest first, unless it is shorter than [#Redaction#MIN_CHARS] (masking `1`
/// would blot out everything). A lookup that failed is asked again after [#RETRY] at the earliest, and
/// the last value that was found counts until then. Any thread may call it; a lookup blocks.
/// Source: contract 08 §15, 02 §9.6.
public final class SecretValues implements ToolSecrets {

    static final Duration RETRY = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String HIDDEN = "<secret-hidden>";
    private static final Logger LOG = System.getLogger(SecretValues.class.getName());

    /// Made when the first secret is looked up: that takes a while, and most servers never do.
    private static final class Client {
        static final HttpClient HTTP =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    }

    private final Supplier<SecretRegistry> registry;
    private final Supplier<Map<String, CredentialSource>> elsewhere;
    private final Supplier<URI> server;
    private final Map<String, CredentialSource> asked = new ConcurrentHashMap<>();
    private final Map<String, CredentialSource> found = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Map<String, String> resolved = new ConcurrentHashMap<>();
    private final Map<String, Long> failedAtNanos = new ConcurrentHashMap<>();

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
        var text = command.toLowerCase(Locale.ROOT);
        var named = new LinkedHashMap<String, String>();
        registry.get().secretSources().forEach((name, source) -> {
            if (text.contains(name.toLowerCase(Locale.ROOT))) {
                value(name, source).ifPresent(value -> named.put(name, value));
            }
        });
        elsewhere.get().forEach((name, source) -> {
            if (text.contains(name.toLowerCase(Locale.ROOT))) {
                value(name, source).ifPresent(value -> named.put(name, value));
            }
        });
        return named;
    }

    @Override
    public String mask(String text) {
        registry.get().secretSources().forEach(this::value);
        elsewhere.get().forEach(this::value);
        return Redaction.of(seen, HIDDEN).apply(text);
    }

    @Override
    public int unfinished(String text) {
        return Redaction.of(resolved.values(), HIDDEN).unfinished(text);
    }

    private Optional<String> value(String name, SecretSource source) {
        switch (source) {
            case StaticSecret secret -> {
                if (secret.value() != null) {
                    know(name, secret.value().reveal());
                }
            }
            case LookupSecret secret -> {
                if (!resolved.containsKey(name) && mayAsk(name)) {
                    lookUp(name, secret).ifPresent(value -> know(name, value));
                }
            }
        }
        return Optional.ofNullable(resolved.get(name));
    }

    private void know(String name, String value) {
        resolved.put(name, value);
        seen.add(value);
    }

    /// A source that was said anew is asked anew, and at once.
    private Optional<String> value(String name, CredentialSource source) {
        boolean isNew = asked.put(name, source) != source;
        if (found.get(name) != source && (isNew || mayAsk(name))) {
            try {
                know(name, source.load());
                found.put(name, source);
            } catch (Fault e) {
                LOG.log(Level.WARNING, "secret {0}: {1}", name, e.getMessage());
                failedAtNanos.put(name, System.nanoTime());
            } catch (InterruptedException _) { // the run stops: whoever waits for the value stops too
                Thread.currentThread().interrupt();
            }
        }
        return Optional.ofNullable(resolved.get(name));
    }

    private boolean mayAsk(String name) {
        var failed = failedAtNanos.get(name);
        return failed == null || System.nanoTime() - failed > RETRY.toNanos();
    }

    private Optional<String> lookUp(String name, LookupSecret secret) {
        try {
            var url = URI.create(secret.url());
            Egress.check(url); // one without a host is this server's own
            var request = HttpRequest.newBuilder(server.get().resolve(url));
            secret.headers().forEach((header, value) -> request.header(header, value.reveal()));
            var answer = Client.HTTP.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 2) {
                return Optional.of(answer.body());
            }
            LOG.log(Level.WARNING, "secret {0}: lookup answered {1}", name, answer.statusCode());
        } catch (IOException | RuntimeException e) { // its own matter, whatever it is
            LOG.log(Level.WARNING, "secret {0}: lookup failed: {1}", name, e.getClass().getName());
        } catch (InterruptedException _) { // the run stops: whoever waits for the value stops too
            Thread.currentThread().interrupt();
        }
        failedAtNanos.put(name, System.nanoTime());
        return Optional.empty();
    }
}
