package agentserver.conversation;

import agentserver.testing.Closing;
import agentserver.testing.RunningServer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A WebSocket client that reads its first frame, and then nothing until it is woken. Used by one
/// thread.
final class SleepyClient implements AutoCloseable {

    private static final int CLOSE = 8;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket;
    private final DataInputStream in;
    private long lastSequence;

    private SleepyClient(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    static SleepyClient open(URI base, String path) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n"
                + "X-Session-API-Key: " + RunningServer.KEY + "\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        var client = new SleepyClient(socket);
        client.begin();
        return client;
    }

    /// Reads the first frame: from here on the server has somebody who is to be told of everything.
    private void begin() throws IOException {
        for (int matched = 0; matched < 4; ) {
            matched = in.readByte() == "\r\n\r\n".charAt(matched) ? matched + 1 : 0;
        }
        var first = readFrame();
        if (first.isPresent()) {
            throw new IOException("closed at once: " + first.get());
        }
    }

    /// Wakes up, and reads on until the server says goodbye.
    Closing awaitClose() throws IOException {
        while (true) {
            var closing = readFrame();
            if (closing.isPresent()) {
                return closing.get();
            }
        }
    }

    private Optional<Closing> readFrame() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        var payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        if ((first & 0xf) == CLOSE) {
            return Optional.of(new Closing((payload[0] & 0xff) << 8 | payload[1] & 0xff,
                    new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8)));
        }
        lastSequence = JSON.readTree(payload).path("seq").asLong(lastSequence);
        return Optional.empty();
    }

    /// The sequence of the last frame that came.
    long lastSequence() {
        return lastSequence;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
