package agentserver.server.socket;

import agentserver.base.param.Query;
import agentserver.server.Answer;
import agentserver.server.Exchange;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What makes a handshake a proper one, checked before its connection is handed over, so that the server
/// behind never has to refuse one. Source: RFC 6455 §4.2.1, contract 03 §6.2.
final class Handshake {

    private static final int MAX_HEAD_CHARS = 6 << 10;
    private static final String KEY_IN_QUERY = "session_api_key";

    private Handshake() {}

    /// The refusal, when it is not proper.
    static Optional<Answer> improper(Exchange exchange) {
        if (!exchange.method().equals("GET") || !exchange.protocol().equals("HTTP/1.1")
                || exchange.hasBody() || !hasUpgrade(exchange)) {
            return refuse(400, "Not a WebSocket handshake");
        }
        if (exchange.header("Sec-websocket-version").filter("13"::equals).isEmpty()) {
            return Optional.of(Answer.empty(426).with("Sec-WebSocket-Version", "13"));
        }
        var keys = exchange.headers("Sec-websocket-key");
        if (keys.size() != 1 || !isKey(keys.getFirst())) {
            return refuse(400, "Not a WebSocket handshake");
        }
        return headChars(exchange) > MAX_HEAD_CHARS
                ? refuse(431, "Request Header Fields Too Large")
                : Optional.empty();
    }

    /// The key that came with it: what stands in the query counts, even when it is wrong or empty.
    static Optional<String> key(Exchange exchange, Query query) {
        var inQuery = query.all(KEY_IN_QUERY);
        return inQuery.isEmpty()
                ? exchange.header("X-session-api-key")
                : Optional.of(inQuery.getLast());
    }

    private static boolean hasUpgrade(Exchange exchange) {
        return exchange.headers("Connection").stream()
                .flatMap(line -> Stream.of(line.toLowerCase(Locale.ROOT).split(",")))
                .anyMatch(word -> word.strip().equals("upgrade"));
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException _) { // not Base64
            return false;
        }
    }

    /// Of what goes on to the server behind, whose buffer is small.
    private static int headChars(Exchange exchange) {
        return Stream.of("Sec-websocket-extensions", "Host", "Origin")
                .flatMap(name -> exchange.headers(name).stream())
                .mapToInt(String::length)
                .sum();
    }

    private static Optional<Answer> refuse(int status, String text) {
        return Optional.of(Answer.detail(status, text).with("Connection", "close"));
    }
}
