package agentserver.server.socket;

import agentserver.server.RawConnection;
import agentserver.testing.ClientFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// A WebSocket client that shows each frame, and does nothing by itself.
final class FrameClient implements AutoCloseable {

    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xa;

    private record Frame(int first, byte[] payload) {}

    private final RawConnection connection;
    private final String answer;
    private final Inflater inflater = new Inflater(true);

    private FrameClient(RawConnection connection, String request, byte[] early) {
        this.connection = connection;
        connection.send(concat(request.getBytes(StandardCharsets.ISO_8859_1), early));
        answer = connection.readAnswer();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IllegalStateException(answer);
        }
    }

    static FrameClient open(int port, String path, String headers) {
        return openWith(port, path, headers, new byte[0]);
    }

    static FrameClient openWith(int port, String path, String headers, byte[] early) {
        return new FrameClient(RawConnection.to(port), handshake(path, headers), early);
    }

    static FrameClient on(RawConnection connection, String path, String headers) {
        return new FrameClient(connection, handshake(path, headers), new byte[0]);
    }

    static String handshake(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
    }

    String answer() {
        return answer;
    }

    void sendText(String text) {
        connection.send(frame(0x81, text));
    }

    /// @param first the first byte of the frame: FIN, RSV and opcode
    void send(int first, byte[] payload) {
        connection.send(ClientFrame.of(first, payload));
    }

    void answerClose(int code) {
        send(0x88, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    static byte[] frame(int first, String text) {
        return ClientFrame.of(first, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The next text message; other frames in between are passed over.
    String readText() {
        var message = new ByteArrayOutputStream();
        boolean compressed = false;
        while (true) {
            var frame = readFrame();
            int opcode = frame.first() & 0xf;
            if (opcode == CLOSE) {
                throw new IllegalStateException("closed: " + closeText(frame));
            }
            if (opcode > TEXT) {
                continue;
            }
            compressed |= (frame.first() & 0x40) != 0;
            message.writeBytes(frame.payload());
            if ((frame.first() & 0x80) != 0) {
                var bytes = message.toByteArray();
                return new String(compressed ? inflate(bytes) : bytes, StandardCharsets.UTF_8);
            }
        }
    }

    /// Code and reason of the close frame; messages before it are passed over.
    String readClose() {
        var frame = readFrame();
        while ((frame.first() & 0xf) != CLOSE) {
            frame = readFrame();
        }
        return closeText(frame);
    }

    String readPong() {
        var frame = readFrame();
        while ((frame.first() & 0xf) != PONG) {
            frame = readFrame();
        }
        return new String(frame.payload(), StandardCharsets.UTF_8);
    }

    /// Passes over everything up to the next ping.
    void awaitPing() {
        while ((readFrame().first() & 0xf) != PING) {
            // it comes later
        }
    }

    static byte[] deflate(String text) {
        try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
            byte[] room = new byte[1000];
            int length = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
            byte[] bytes = new byte[length - 4]; // without the tail 00 00 ff ff
            System.arraycopy(room, 0, bytes, 0, bytes.length);
            return bytes;
        }
    }

    private byte[] inflate(byte[] bytes) {
        inflater.setInput(concat(bytes, new byte[] {0, 0, (byte) 0xff, (byte) 0xff}));
        byte[] room = new byte[1 << 20];
        try {
            int length = inflater.inflate(room);
            byte[] text = new byte[length];
            System.arraycopy(room, 0, text, 0, length);
            return text;
        } catch (DataFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private Frame readFrame() {
        int first = connection.readByte();
        int second = connection.readByte() & 0x7f;
        long length = second < 126 ? second
                : second == 126
                        ? ByteBuffer.wrap(connection.readBytes(2)).getShort() & 0xffff
                        : ByteBuffer.wrap(connection.readBytes(8)).getLong();
        return new Frame(first, connection.readBytes((int) length));
    }

    private static String closeText(Frame frame) {
        if (frame.payload().length < 2) {
            return "";
        }
        var payload = ByteBuffer.wrap(frame.payload());
        int code = payload.getShort();
        return code + " " + StandardCharsets.UTF_8.decode(payload);
    }

    private static byte[] concat(byte[] one, byte[] two) {
        return ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
    }

    @Override
    public void close() {
        inflater.end();
        connection.close();
    }
}
