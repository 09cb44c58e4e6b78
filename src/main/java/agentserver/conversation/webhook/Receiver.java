package agentserver.conversation.webhook;

import agentserver.base.egress.Egress;
import agentserver.base.secret.Secret;
import agentserver.config.WebhookSpec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Somebody who is sent events: where, with which headers, and how often it is tried. Immutable; any
/// thread may use it. Source: contract 02 §12.
final class Receiver {

    static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String KEY_HEADER = "X-Session-API-Key";
    private static final Logger LOG = System.getLogger(Receiver.class.getName());

    private final WebhookSpec spec;
    private final String base;
    private final WebhookHttp http;
    private final Supplier<Optional<Secret>> key;

    /// @param key the session key to show, which goes before a header of the same name
    Receiver(WebhookSpec spec, WebhookHttp http, Supplier<Optional<Secret>> key) {
        this.spec = spec;
        this.http = http;
        this.key = key;
        base = spec.baseUrl().replaceFirst("/+$", "");
    }

    WebhookSpec spec() {
        return spec;
    }

    /// Where it is, for log lines: the rest of its address may hold a secret.
    String host() {
        return URI.create(base).getHost();
    }

    /// Sends a body, and tries again as often as the specification says. Blocks.
    ///
    /// @param path what follows the base address
    /// @return whether the receiver has taken it
    /// @throws InterruptedException when the thread is told to stop; it may have been taken or not
    boolean post(String path, byte[] json) throws InterruptedException {
        var failure = "";
        for (int left = spec.retry().times(); ; left--) {
            try {
                int status = once(path, json);
                if (status / 100 == 2) {
                    return true;
                }
                failure = "it answers " + status;
            } catch (IOException | IllegalArgumentException e) { // no words of its own: they may echo
                failure = e.getClass().getSimpleName();
            }
            if (left == 0) {
                LOG.log(Level.WARNING, "webhook at {0} was not reached: {1}", host(), failure);
                return false;
            }
            Thread.sleep(spec.retry().delay());
        }
    }

    private int once(String path, byte[] json) throws IOException, InterruptedException {
        var uri = URI.create(base + path);
        Egress.check(uri);
        var request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(json));
        headers().forEach(request::setHeader);
        var sending = http.client().sendAsync(request.build(), BodyHandlers.discarding());
        try {
            return sending.get(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS).statusCode();
        } catch (TimeoutException e) {
            throw new IOException("no answer in time", e);
        } catch (ExecutionException e) {
            throw new IOException("no answer", e.getCause());
        } finally {
            sending.cancel(true); // ends the request if it is still under way
        }
    }

    private Map<String, String> headers() {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/json");
        headers.putAll(spec.headers());
        key.get().ifPresent(secret -> headers.put(KEY_HEADER, secret.reveal()));
        return new LinkedHashMap<>(headers);
    }
}
