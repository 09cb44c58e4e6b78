package agentserver.server;

import agentserver.base.json.Json;
import agentserver.base.secret.Secret;
import agentserver.server.auth.Keys;
import agentserver.server.socket.JettySockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A real server on a free port, and a client that speaks to it.
public final class RunningServer implements AutoCloseable {

    public final LiveSettings live;
    public final JettySockets sockets = new JettySockets();
    private final Gate gate;
    private final HttpListener listener;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMinutes(1))
            .build();

    private RunningServer(
            EdgeSettings settings, Readiness readiness, Consumer<Router> routes) {
        var router = new Router();
        routes.accept(router);
        live = new LiveSettings(settings.withReadiness(readiness));
        gate = new Gate(router, new Json(List.of()), live, RequestMetrics.NONE, sockets, _ -> { });
        try {
            listener = new HttpListener(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), gate,
                    Duration.ofSeconds(1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RunningServer with(EdgeSettings settings, Consumer<Router> routes) {
        return new RunningServer(settings, Readiness.ALWAYS, routes);
    }

    public static RunningServer with(
            EdgeSettings settings, Readiness readiness, Consumer<Router> routes) {
        return new RunningServer(settings, readiness, routes);
    }

    /// Without keys.
    public static RunningServer open(Consumer<Router> routes) {
        return with(settings(), routes);
    }

    /// The usual settings with these session keys; the init key is `init-key` when there are any.
    public static EdgeSettings settings(String... keys) {
        var secrets = Stream.of(keys).map(key -> Secret.of(key).orElseThrow()).toList();
        var init = keys.length == 0 ? Optional.<Secret>empty() : Secret.of("init-key");
        return EdgeSettings.of(new Keys(secrets, init), Cors.local());
    }

    public int port() {
        return listener.port();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return call("GET", path, "", headers);
    }

    public HttpResponse<String> post(String path, String json, String... headers) {
        var all = Stream.concat(Stream.of("content-type", "application/json"), Stream.of(headers));
        return call("POST", path, json, all.toArray(String[]::new));
    }

    public HttpResponse<String> call(String method, String path, String body, String... headers) {
        var publisher = body.isEmpty()
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofMinutes(1))
                .method(method, publisher);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }

    public RawConnection raw() {
        return RawConnection.to(port());
    }

    /// Sends these bytes and reads until the server closes the connection.
    public String rawToEnd(String request) {
        try (var connection = raw()) {
            connection.send(request.getBytes(StandardCharsets.ISO_8859_1));
            return connection.readToEnd();
        }
    }

    @Override
    public void close() {
        sockets.close();
        listener.close();
        gate.close();
        client.close();
    }
}
