package agentserver.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A WebSocket server that says the same to everybody: some frames, then, if so told, a close code.
/// It ignores what clients send. A path with `refused` in it is answered with 403 and an empty
/// body.
public final class FakeSocketServer implements AutoCloseable {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int LENGTH_16_BITS = 126;
    private static final int LENGTH_64_BITS = 127;

    private final ServerSocket listener;
    private final List<String> frames;
    private final int closeCode;
    private final String closeReason;

    /// @param closeCode sent after the frames; 0 leaves the socket open
    public FakeSocketServer(List<String> frames, int closeCode, String closeReason)
            throws IOException {
        this.frames = List.copyOf(frames);
        this.closeCode = closeCode;
        this.closeReason = closeReason;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return; // closed: the test is over
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var head = readHead(socket);
            if (head.lines().findFirst().orElse("").contains("refused")) {
                write(socket, "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
                return;
            }
            write(socket, "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n"
                    + "connection: Upgrade\r\nsec-websocket-accept: "
                    + accepting(head) + "\r\n\r\n");
            for (var frame : frames) {
                frame(socket.getOutputStream(), FINAL_TEXT, frame.getBytes(StandardCharsets.UTF_8));
            }
            if (closeCode != 0) {
                var reason = closeReason.getBytes(StandardCharsets.UTF_8);
                frame(socket.getOutputStream(), FINAL_CLOSE, ByteBuffer.allocate(2 + reason.length)
                        .putShort((short) closeCode).put(reason).array());
            }
            socket.getInputStream().readAllBytes();
        } catch (IOException | NoSuchAlgorithmException _) {
            // the client is gone, which is its right
        }
    }

    private static String readHead(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no complete head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String accepting(String head) throws NoSuchAlgorithmException {
        var key = KEY.matcher(head).results().findFirst().orElseThrow().group(1);
        var digest = MessageDigest.getInstance("SHA-1")
                .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(digest);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void frame(OutputStream out, int firstByte, byte[] payload) throws IOException {
        var frame = ByteBuffer.allocate(payload.length + 10).put((byte) firstByte);
        if (payload.length < LENGTH_16_BITS) {
            frame.put((byte) payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) LENGTH_16_BITS).putShort((short) payload.length);
        } else {
            frame.put((byte) LENGTH_64_BITS).putLong(payload.length);
        }
        frame.put(payload).flip();
        out.write(frame.array(), 0, frame.limit());
        out.flush();
    }
}
