package agentserver.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Requests over many connections, each sending its next when it has its answer. One thread serves
/// all of them, so that the load costs less than the server.
final class Load {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int CASE = 0x20;
    private static final int SUCCESS_AT = "HTTP/1.1 ".length();

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long answers;

    private Load() {}

    /// How much was done in what time.
    record Done(long answers, double seconds) {

        double perSecond() {
            return answers / seconds;
        }
    }

    /// What is left to read of one connection's answer.
    private static final class Turn {

        private final ByteBuffer request;
        private long missing;

        Turn(byte[] request) {
            this.request = ByteBuffer.wrap(request);
        }
    }

    /// Sends the requests for that long, connection number n the n-th of them, from the first again
    /// after the last.
    ///
    /// @throws IOException when an answer is no success
    static Done run(int port, List<byte[]> requests, int connections, Duration time)
            throws IOException {
        return new Load().send(port, requests, connections, time.toNanos());
    }

    private Done send(int port, List<byte[]> requests, int connections, long nanos)
            throws IOException {
        try (var selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                open(port, selector, new Turn(requests.get(i % requests.size())));
            }
            var start = System.nanoTime();
            while (System.nanoTime() - start < nanos) {
                selector.select(this::read, 100);
            }
            var done = new Done(answers, (System.nanoTime() - start) / 1e9);
            for (var key : selector.keys()) {
                key.channel().close();
            }
            return done;
        }
    }

    private static void open(int port, Selector selector, Turn turn) throws IOException {
        var channel = SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, turn);
        channel.write(turn.request.rewind());
    }

    private void read(SelectionKey key) {
        try {
            var channel = (SocketChannel) key.channel();
            var turn = (Turn) key.attachment();
            int count = channel.read(buffer.clear());
            if (count < 0) {
                throw new EOFException("the server closed a connection");
            }
            turn.missing = turn.missing > 0 ? turn.missing - count : rest(count);
            if (turn.missing <= 0) {
                answers++;
                channel.write(turn.request.rewind());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Reads the head, which comes whole, and says how much of the answer is still to come.
    private long rest(int count) throws IOException {
        var bytes = buffer.array();
        if (bytes[SUCCESS_AT] != '2') {
            throw new IOException(new String(bytes, 0, count, StandardCharsets.UTF_8));
        }
        int end = 0;
        long length = 0;
        while (bytes[end] != '\n' || bytes[end + 1] != '\r') {
            end++;
            if (startsLength(bytes, end)) {
                length = number(bytes, end + LENGTH.length);
            }
        }
        return end + "\n\r\n".length() + length - count;
    }

    private static boolean startsLength(byte[] bytes, int at) {
        if (bytes[at - 1] != '\n') {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if ((bytes[at + i] | CASE) != (LENGTH[i] | CASE)) {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int at = from; bytes[at] != '\r'; at++) {
            number = bytes[at] == ' ' ? number : 10 * number + bytes[at] - '0';
        }
        return number;
    }
}
