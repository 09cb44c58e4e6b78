package agentserver.llm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeBodyTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_384, 5_000_000})
    void allOfItArrivesWithItsLength(int length) throws Exception {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        var server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Length-Said", String.valueOf(
                        exchange.getRequestHeaders().getFirst("Content-Length")));
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            var answer = client.send(
                    HttpRequest.newBuilder(uri).POST(new WholeBody(bytes)).build(),
                    BodyHandlers.ofByteArray());

            assertArrayEquals(bytes, answer.body());
            assertEquals(String.valueOf(length),
                    answer.headers().firstValue("Length-Said").orElseThrow());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void eachSubscriberGetsItAllOnceAndNobodyCanChangeIt() {
        var body = new WholeBody("all".getBytes(StandardCharsets.UTF_8));
        var first = new Recorder(1);
        var second = new Recorder(Long.MAX_VALUE);

        body.subscribe(first);
        body.subscribe(second);

        assertEquals(List.of("all", "complete"), first.seen);
        assertEquals(List.of("all", "complete"), second.seen);
        assertTrue(first.readOnly);
    }

    @Test
    void aSubscriberThatAsksForNothingIsToldSo() {
        var recorder = new Recorder(0);

        new WholeBody(new byte[1]).subscribe(recorder);

        assertEquals(List.of("error"), recorder.seen);
    }

    /// Asks twice for so many pieces.
    private static final class Recorder implements Flow.Subscriber<ByteBuffer> {

        private final List<String> seen = new ArrayList<>();
        private final long count;
        private boolean readOnly;

        private Recorder(long count) {
            this.count = count;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(count);
            subscription.request(count);
        }

        @Override
        public void onNext(ByteBuffer piece) {
            readOnly = piece.isReadOnly();
            seen.add(StandardCharsets.UTF_8.decode(piece).toString());
        }

        @Override
        public void onError(Throwable failure) {
            assertInstanceOf(IllegalArgumentException.class, failure);
            seen.add("error");
        }

        @Override
        public void onComplete() {
            seen.add("complete");
        }
    }
}
