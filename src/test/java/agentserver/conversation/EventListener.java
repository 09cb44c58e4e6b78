package agentserver.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A client of server-sent events, written after the WHATWG's rules for them. Used by one thread.
final class EventListener implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// An event.
    ///
    /// @param id that of this event; null when it has none of its own
    record Heard(String id, String kind, JsonNode data) {}

    private final Socket socket;
    private final InputStream in;
    private String head = "";
    private String lastId = "";
    private int retryMillis;
    private int chunkLeft;
    private boolean whole;

    private EventListener(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
    }

    static EventListener open(URI base, String path, String... headers) throws IOException {
        var listener = openSleepy(base, path, headers);
        listener.readHead();
        return listener;
    }

    /// One that reads nothing until it is asked how it ended.
    static EventListener openSleepy(URI base, String path, String... headers) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        var request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: x\r\n");
        for (var header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(
                request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        return new EventListener(socket);
    }

    private void readHead() throws IOException {
        var text = new StringBuilder();
        for (var line = rawLine(); !line.isEmpty(); line = rawLine()) {
            text.append(line).append('\n');
        }
        head = text.toString();
    }

    String head() {
        return head;
    }

    int status() {
        return Integer.parseInt(head.split("\\s")[1]);
    }

    int retryMillis() {
        return retryMillis;
    }

    /// The id with which a browser would come back.
    String lastId() {
        return lastId;
    }

    /// The next event; comments and empty ones are passed over.
    Heard next() throws IOException {
        String id = null;
        String kind = "message";
        var data = new StringBuilder();
        while (true) {
            var line = line();
            if (line.isEmpty() && !data.isEmpty()) {
                return new Heard(id, kind, JSON.readTree(data.toString()));
            }
            int colon = line.indexOf(':');
            var field = colon < 0 ? line : line.substring(0, colon);
            var value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
            switch (field) {
                case "id" -> {
                    lastId = value;
                    id = value;
                }
                case "event" -> kind = value;
                case "data" -> data.append(value);
                case "retry" -> retryMillis = Integer.parseInt(value);
                default -> { // a comment, or the end of a block without data
                    id = line.isEmpty() ? null : id;
                }
            }
        }
    }

    /// Reads to the end; whether the answer ended as HTTP wants it.
    boolean isWhole() throws IOException {
        if (head.isEmpty()) {
            readHead();
        }
        try {
            while (true) {
                line();
            }
        } catch (IOException _) {
            return whole;
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = chunked(); next != '\n'; next = chunked()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private int chunked() throws IOException {
        if (chunkLeft == 0) {
            chunkLeft = Integer.parseInt(rawLine(), 16);
            if (chunkLeft == 0) {
                whole = true;
                throw new EOFException("the end of the answer");
            }
        }
        int next = in.read();
        if (next < 0) {
            throw new EOFException("cut off");
        }
        if (--chunkLeft == 0) {
            rawLine();
        }
        return next;
    }

    private String rawLine() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("cut off");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
