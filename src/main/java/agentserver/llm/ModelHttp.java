package agentserver.llm;

import agentserver.base.egress.Egress;
import agentserver.base.egress.EgressRefused;
import agentserver.llm.LlmFailure.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// The one HTTP client through which all models are reached.
///
/// Any thread may call it, many at once. An interrupt of the caller, or the end of its patience,
/// closes the connection, so that a vendor stops writing (and charging for) an answer that nobody
/// reads. Redirects are not followed: they could carry a key to another host.
public final class ModelHttp implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration FOREVER = Duration.ofDays(365);

    /// One call.
    ///
    /// @param vendor  whom failures are blamed on
    /// @param headers beside `Content-Type: application/json`
    /// @param body    JSON in UTF-8
    /// @param timeout how long to wait for the head of the answer, and for each piece of its body
    public record Call(
            String vendor,
            String address,
            Map<String, String> headers,
            byte[] body,
            Optional<Duration> timeout) {}

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock making = new ReentrantLock();
    private final long limitBytes;
    private volatile HttpClient client; // null until a model is asked: making one takes a while

    /// @param limitBytes the longest answer that is read
    public ModelHttp(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    private HttpClient client() {
        making.lock();
        try {
            if (client == null) {
                client = HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(threads)
                        .build();
            }
            return client;
        } finally {
            making.unlock();
        }
    }

    /// Sends a POST and returns once the head of the answer is there. The caller closes the answer.
    ///
    /// @throws LlmFailure when the call can't be made, or there is no answer in time
    public ModelAnswer post(Call call) throws InterruptedException {
        var patience = call.timeout().orElse(FOREVER);
        var started = System.nanoTime();
        var sending = client().sendAsync(request(call), _ -> new BodyQueue());
        try {
            var response = sending.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return new ModelAnswer(call.vendor(), response, limitBytes, patience, started);
        } catch (InterruptedException e) {
            abandon(sending);
            throw e;
        } catch (TimeoutException _) {
            abandon(sending);
            throw timedOut(call.vendor(), patience);
        } catch (ExecutionException | CancellationException e) {
            throw unreachable(call.vendor(), e.getCause());
        }
    }

    /// Ends all calls.
    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
        }
        threads.shutdownNow();
    }

    static LlmFailure timedOut(String vendor, Duration patience) {
        return new LlmFailure(
                Kind.TIMEOUT, vendor, "Request timed out after " + patience.toSeconds() + " s.");
    }

    private static LlmFailure unreachable(String vendor, Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            return new LlmFailure(Kind.TIMEOUT, vendor, "Connecting timed out after "
                    + CONNECT_TIMEOUT.toSeconds() + " s.");
        }
        var failure = new LlmFailure(Kind.CONNECTION, vendor, "Connection error.");
        failure.initCause(cause);
        return failure;
    }

    /// Closes the connection, also when the answer began to arrive in the same moment.
    private static void abandon(CompletableFuture<HttpResponse<BodyQueue>> sending) {
        sending.whenComplete((response, _) -> {
            if (response != null) {
                response.body().close();
            }
        });
        sending.cancel(true);
    }

    private static HttpRequest request(Call call) {
        var uri = uri(call);
        var builder = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(new WholeBody(call.body()));
        if (uri.getScheme().equals("http")) {
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        call.headers().forEach((name, value) -> setHeader(builder, call.vendor(), name, value));
        return builder.build();
    }

    private static URI uri(Call call) {
        try {
            var uri = URI.create(call.address());
            var scheme = uri.getScheme();
            if (("http".equals(scheme) || "https".equals(scheme)) && uri.getHost() != null) {
                Egress.check(uri);
                return uri;
            }
        } catch (EgressRefused e) {
            throw new LlmFailure(Kind.BAD_REQUEST, call.vendor(), "base_url: " + e.getMessage());
        } catch (IllegalArgumentException _) {
            // told below, without the address, which may hold a password
        }
        throw new LlmFailure(
                Kind.BAD_REQUEST, call.vendor(), "base_url is not an http(s) address");
    }

    private static void setHeader(
            HttpRequest.Builder builder, String vendor, String name, String value) {
        try {
            builder.setHeader(name, value);
        } catch (IllegalArgumentException _) {
            var shown = name.matches("[A-Za-z0-9_-]{1,64}") ? " " + name : "";
            throw new LlmFailure(Kind.BAD_REQUEST, vendor,
                    "The header" + shown + " can't be sent: its name or value is not allowed");
        }
    }
}
