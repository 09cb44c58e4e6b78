package agentserver.conversation.credential;

import agentserver.base.egress.Egress;
import agentserver.base.egress.EgressRefused;
import agentserver.base.fault.Fault;
import agentserver.base.json.Json;
import agentserver.base.secret.Secret;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Who keeps a secret, and what it wants to be shown before it tells.
///
/// It answers a `GET` with the value, and a version that is not looked at here:
///
/// ```json
/// {"value": "…", "version": "v1"}
/// ```
///
/// An answer has to come within 5 s and be no longer than 1 MiB. Redirects are not followed: the headers
/// are for nobody else. Immutable; any thread may use it.
public final class CredentialSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    private static final long MAX_BYTES = 1 << 20;
    private static final String SUBJECT = "Credential binding ";

    /// Made when the first source is asked: that takes a while, and most servers never do.
    private static final class Client {
        static final HttpClient HTTP = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIMEOUT)
                .build();
    }

    private final String url;
    private final Map<String, Secret> headers;

    public CredentialSource(String url, Map<String, Secret> headers) {
        this.url = url;
        this.headers = Map.copyOf(headers);
    }

    /// Whether both are at the same place; headers may differ.
    public boolean isWhere(CredentialSource other) {
        return url.equals(other.url);
    }

    /// How long all of it is.
    long chars() {
        return url.length() + headers.entrySet().stream().mapToLong(header ->
                header.getKey().length() + header.getValue().reveal().length()).sum();
    }

    /// Sees whether it tells; asks up to three times while it can't be reached. Blocks.
    ///
    /// @throws Fault as [#load] does
    public void probe() throws InterruptedException {
        var delay = FIRST_DELAY;
        for (int left = ATTEMPTS - 1; ; left--) {
            try {
                load();
                return;
            } catch (Fault.Upstream e) {
                if (left == 0) {
                    throw e;
                }
                Thread.sleep(delay);
                delay = delay.multipliedBy(2);
            }
        }
    }

    /// The value, as it is now. Blocks.
    ///
    /// @throws Fault.Forbidden     when the headers are not enough
    /// @throws Fault.Conflict      when the secret is being changed
    /// @throws Fault.Unsupported   when the source does not do that
    /// @throws Fault.Unprocessable when it is no such source
    /// @throws Fault.Upstream      when it can't be reached now
    public String load() throws InterruptedException {
        var answer = send(request());
        if (answer.statusCode() / 100 == 2) {
            return value(answer.body());
        }
        throw switch (answer.statusCode()) {
            case 401, 403 -> new Fault.Forbidden(SUBJECT + "authorization was rejected");
            case 400, 404, 422 -> invalid();
            case 409 -> new Fault.Conflict(SUBJECT + "source changed");
            case 501 -> new Fault.Unsupported(SUBJECT + "source is unsupported");
            default -> unavailable();
        };
    }

    private HttpRequest request() {
        try {
            var uri = URI.create(url);
            Egress.check(uri);
            var request = HttpRequest.newBuilder(uri); // refuses what is neither http nor https
            headers.forEach((name, value) -> request.setHeader(name, value.reveal()));
            return request.build();
        } catch (IllegalArgumentException | EgressRefused _) { // neither is to be repeated
            throw invalid();
        }
    }

    private static HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        var sending = Client.HTTP.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
        try {
            return sending.get(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException _) { // whatever is wrong with the network
            throw unavailable();
        } finally {
            sending.cancel(true); // ends the request if it is still under way
        }
    }

    private static String value(String body) {
        try {
            var answer = Json.lenient().readTree(body);
            var value = answer.path("value");
            var version = answer.path("version").asText();
            if (value.isTextual() && answer.path("version").isTextual() && !version.isEmpty()) {
                return value.textValue();
            }
        } catch (JsonProcessingException _) { // said below: the text may be the secret
        }
        throw invalid();
    }

    private static Fault invalid() {
        return new Fault.Unprocessable(SUBJECT + "source is invalid");
    }

    private static Fault unavailable() {
        return new Fault.Upstream(SUBJECT + "source is unavailable", false);
    }
}
