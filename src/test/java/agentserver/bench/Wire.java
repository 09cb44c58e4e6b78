package agentserver.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;

/// One kept-alive HTTP connection to a server on loopback; one thread at a time uses it.
final class Wire implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[16]);

    private final Socket socket;
    private final InputStream in;

    Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// A whole request.
    static byte[] request(String method, String path, String body) {
        return request(method, path, "", body);
    }

    /// @param headers more of them, each with its line end
    static byte[] request(String method, String path, String headers, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                + (bytes.length == 0 ? ""
                : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n");
        return (head + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    /// Asks for a socket.
    static byte[] handshake(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    String get(String path) throws IOException {
        return ask(request("GET", path, ""));
    }

    String post(String path, String body) throws IOException {
        return ask(request("POST", path, body));
    }

    /// Sends a request and reads the answer's body.
    ///
    /// @throws IOException when the answer is no success
    String ask(byte[] request) throws IOException {
        send(request);
        return answer();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    String answer() throws IOException {
        var status = line();
        int length = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!status.startsWith("HTTP/1.1 2") && !status.startsWith("HTTP/1.1 101")) {
            throw new IOException(status + ": " + body);
        }
        return body;
    }

    /// Reads on, frame or not, until this text has come.
    void await(String text) throws IOException {
        var wanted = text.getBytes(StandardCharsets.UTF_8);
        int matched = 0; // the marks used repeat nothing of their beginning: no need to go back
        while (matched < wanted.length) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed before " + text);
            }
            if (next != wanted[matched]) {
                matched = 0;
            }
            matched += next == wanted[matched] ? 1 : 0;
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed in the middle of a head");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
