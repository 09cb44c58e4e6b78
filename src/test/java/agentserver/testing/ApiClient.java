package agentserver.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// An HTTP client of a server under test. It follows no redirect and answers every status as an
/// [Answer]; only a broken connection is an exception. An answer must come within a minute.
///
/// Any thread may use it.
public final class ApiClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String KEY_HEADER = "x-session-api-key";
    private static final String JSON_TYPE = "application/json";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI base;
    private final String key;

    /// @param key the session key sent with every call but [#send]; empty for none
    public ApiClient(URI base, String key) {
        this.base = base;
        this.key = key;
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return call("GET", path, new byte[0]);
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return call("DELETE", path, new byte[0]);
    }

    public Answer post(String path, JsonNode body) throws IOException, InterruptedException {
        return post(path, body.toString());
    }

    public Answer post(String path, String json) throws IOException, InterruptedException {
        return call("POST", path, json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer patch(String path, String json) throws IOException, InterruptedException {
        return call("PATCH", path, json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer put(String path, String json) throws IOException, InterruptedException {
        return call("PUT", path, json.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends exactly these headers and this body: no key, no content type of its own.
    ///
    /// @param path path and query, already percent-encoded
    public Answer send(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        var publisher = body.length == 0
                ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, publisher)
                .timeout(PATIENCE);
        headers.forEach(request::header);
        var response = http.send(request.build(), BodyHandlers.ofByteArray());
        var answered = new TreeMap<String, String>();
        response.headers().map().forEach(
                (name, values) -> answered.put(name.toLowerCase(), String.join(", ", values)));
        return new Answer(response.statusCode(), answered, response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private Answer call(String method, String path, byte[] body)
            throws IOException, InterruptedException {
        var headers = new TreeMap<String, String>();
        if (!key.isEmpty()) {
            headers.put(KEY_HEADER, key);
        }
        if (body.length > 0) {
            headers.put("content-type", JSON_TYPE);
        }
        return send(method, path, headers, body);
    }
}
