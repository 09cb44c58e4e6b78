package agentserver.server;

import agentserver.base.fault.Fault;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// The body of a request, no longer than its limit, from a client that keeps sending.
///
/// Reading more than `limitBytes` throws [Fault.TooLarge]; what the client does wrong or leaves undone
/// throws [Broken].
final class RequestBody extends InputStream {

    /// The client went away, fell silent, or sent no proper body.
    static final class Broken extends IOException {
        Broken(Exception cause) {
            super("the body of the request could not be read", cause);
        }
    }

    private final HttpExchange http;
    private final InputStream in;
    private final Stalls stalls;
    private final Duration idle;
    private final long limitBytes;
    private final boolean chunked;
    private long readBytes;
    private boolean ended;

    RequestBody(HttpExchange http, Stalls stalls, Duration idle, long limitBytes) {
        this.http = http;
        this.stalls = stalls;
        this.idle = idle;
        this.limitBytes = limitBytes;
        in = http.getRequestBody();
        chunked = http.getRequestHeaders().containsKey("Transfer-encoding");
    }

    /// Whether all of it was read.
    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = fill(buffer, offset, length);
        ended = count < 0;
        readBytes += Math.max(count, 0);
        if (readBytes > limitBytes) {
            throw new Fault.TooLarge(limitBytes);
        }
        return count;
    }

    private int fill(byte[] buffer, int offset, int length) throws IOException {
        try {
            if (!chunked && Takeover.buffered(http) > 0) { // can't block
                return in.read(buffer, offset, length);
            }
            try (var _ = stalls.watch(Takeover.channel(http), idle)) {
                return in.read(buffer, offset, length);
            }
        } catch (IOException | IndexOutOfBoundsException e) { // the JDK's, of a chunk of many terabytes
            throw new Broken(e);
        }
    }

    /// Leaves the rest unread: see [Exchange#close].
    @Override
    public void close() {}
}
