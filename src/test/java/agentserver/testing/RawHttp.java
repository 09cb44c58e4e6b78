package agentserver.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Bytes on a socket, for requests that no well-behaved client would send.
///
/// One connection, used by one thread. Reading waits at most the patience given at opening; then
/// the answer is a `SocketTimeoutException`.
public final class RawHttp implements AutoCloseable {

    private static final int LIMIT_HEAD_BYTES = 1 << 16;

    private final Socket socket;

    private RawHttp(Socket socket) {
        this.socket = socket;
    }

    public static RawHttp open(URI base, Duration patience) throws IOException {
        var socket = new Socket(base.getHost(), base.getPort());
        socket.setTcpNoDelay(true);
        var raw = new RawHttp(socket);
        raw.patience(patience);
        return raw;
    }

    /// Writes text as it is; line ends must be `\r\n` where HTTP wants them.
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// Reads one answer: its head, and a body as long as `content-length` or the chunks say.
    /// Without either, statuses 101, 204 and 304 have no body and any other body ends with the
    /// connection.
    public Answer readAnswer() throws IOException {
        var in = socket.getInputStream();
        var lines = readHead(in).split("\r\n");
        var status = Integer.parseInt(lines[0].split(" ")[1]);
        var headers = new TreeMap<String, String>();
        for (var i = 1; i < lines.length; i++) {
            var colon = lines[i].indexOf(':');
            headers.merge(lines[i].substring(0, colon).toLowerCase(),
                    lines[i].substring(colon + 1).strip(), (one, two) -> one + ", " + two);
        }
        return new Answer(status, headers, readBody(in, status, headers));
    }

    /// The next bytes, exactly so many.
    ///
    /// @throws EOFException when the server closes the connection before
    public ByteBuffer read(int count) throws IOException {
        var bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the server closed the connection");
        }
        return ByteBuffer.wrap(bytes);
    }

    /// How long reading waits from now on; zero is for ever.
    public void patience(Duration patience) throws IOException {
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    }

    /// Everything until the server closes the connection.
    public String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0 || head.size() > LIMIT_HEAD_BYTES) {
                throw new IOException("no complete head: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static byte[] readBody(InputStream in, int status, Map<String, String> headers)
            throws IOException {
        if (headers.containsKey("content-length")) {
            return in.readNBytes(Integer.parseInt(headers.get("content-length")));
        }
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return readChunks(in);
        }
        return status == 101 || status == 204 || status == 304 ? new byte[0] : in.readAllBytes();
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var size = Integer.parseInt(readLine(in).split(";")[0].strip(), 16);
            body.write(in.readNBytes(size));
            readLine(in);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String readLine(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended inside a chunk");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
