package agentserver.server;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Optional;

/// What a head has to keep to beyond what the JDK's server checks. One that breaks a rule is
/// answered and its connection closed, since nobody knows where the next request would begin.
/// Source: promises.md, HTTP edge.
final class HeadRules {

    private HeadRules() {}

    /// The refusal, when there is one.
    static Optional<Answer> broken(HttpExchange http, HttpLimits limits) {
        var protocol = http.getProtocol();
        boolean old = protocol.equals("HTTP/1.0");
        if (!old && !protocol.equals("HTTP/1.1")) {
            return refuse(505, "HTTP Version Not Supported");
        }
        var uri = http.getRequestURI();
        if (uri.getRawAuthority() != null && uri.getScheme() == null) {
            return refuse(400, "The request target must not name a host");
        }
        if (uri.getRawPath() != null && uri.getRawPath().contains("%00")) {
            return refuse(400, "The request target must not contain a NUL");
        }
        var host = http.getRequestHeaders().get("Host");
        if (host == null ? !old : host.size() > 1 || !isHost(host.getFirst())) {
            return refuse(400, "The request needs one Host header");
        }
        var length = http.getRequestHeaders().getFirst("Content-length");
        if (length != null && !isDigits(length)) {
            return refuse(400, "Content-Length must be a number");
        }
        return brokenHeaders(http, limits);
    }

    private static Optional<Answer> brokenHeaders(HttpExchange http, HttpLimits limits) {
        int count = 0;
        int chars = http.getRequestURI().toString().length();
        for (var header : http.getRequestHeaders().entrySet()) {
            List<String> values = header.getValue();
            for (int i = 0; i < values.size(); i++) {
                var value = values.get(i);
                count++;
                chars += header.getKey().length() + value.length();
                if (hasControl(value)) {
                    return refuse(400, "A header must not contain control characters");
                }
            }
        }
        if (count > limits.headerCount() || chars > limits.headerBytes()) {
            return refuse(431, "Request Header Fields Too Large");
        }
        return Optional.empty();
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHost(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c >= 0x7f || "/\\?#@\"<>".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static Optional<Answer> refuse(int status, String text) {
        return Optional.of(Answer.detail(status, text).with("Connection", "close"));
    }
}
