package agentserver.tool.terminal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Tells the shell's marks from output, in a stream that arrives in pieces.
///
/// A mark is a body of at most [#LIMIT_BYTES] between two copies of `fence`. What begins like one
/// and is none is output. Bytes are held back only while they may still become a mark. One thread
/// at a time.
final class MarkScanner {

    private static final int LIMIT_BYTES = 1 << 14;

    private final byte[] fence;
    private final Listener listener;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    /// @param fence a text that no program knows; its first character occurs once in it
    MarkScanner(String fence, Listener listener) {
        this.fence = fence.getBytes(StandardCharsets.US_ASCII);
        this.listener = listener;
    }

    /// Who is told, in the order of the stream.
    interface Listener {
        void output(byte[] bytes, int from, int to);

        void mark(ShellMark mark);
    }

    void accept(byte[] bytes, int length) {
        if (held.size() == 0) {
            scan(bytes, length);
            return;
        }
        held.write(bytes, 0, length);
        var all = held.toByteArray();
        held.reset();
        scan(all, all.length);
    }

    /// The stream has ended: what is held back was output.
    void finish() {
        if (held.size() > 0) {
            var rest = held.toByteArray();
            held.reset();
            listener.output(rest, 0, rest.length);
        }
    }

    private void scan(byte[] bytes, int length) {
        var shown = 0;
        var at = indexOf(bytes, 0, length);
        while (at < length) {
            if (!fenceAt(bytes, at, length)) {
                at = indexOf(bytes, at + 1, length);
                continue;
            }
            show(bytes, shown, at);
            shown = at;
            var end = endOfMark(bytes, at, length);
            if (end < 0) {
                held.write(bytes, at, length - at);
                return;
            }
            if (announce(bytes, at, end)) {
                shown = end;
                at = indexOf(bytes, end, length);
            } else {
                at = indexOf(bytes, at + 1, length);
            }
        }
        show(bytes, shown, length);
    }

    /// Where the mark that begins at `at` ends; -1 when that is not here yet; `at` when it is none.
    private int endOfMark(byte[] bytes, int at, int length) {
        var next = indexOf(bytes, Math.min(at + fence.length, length), length);
        while (next < length && !fenceAt(bytes, next, length)) {
            next = indexOf(bytes, next + 1, length);
        }
        if (next + fence.length <= length) {
            return next + fence.length;
        }
        return length - at > LIMIT_BYTES ? at : -1;
    }

    private boolean announce(byte[] bytes, int at, int end) {
        if (end - at < 2 * fence.length) {
            return false;
        }
        var body = new String(bytes, at + fence.length, end - at - 2 * fence.length,
                StandardCharsets.UTF_8);
        try {
            listener.mark(ShellMark.parse(body));
            return true;
        } catch (IllegalArgumentException _) {
            return false; // output that knows the fence: a program that printed the shell's variables
        }
    }

    private void show(byte[] bytes, int from, int to) {
        if (from < to) {
            listener.output(bytes, from, to);
        }
    }

    private int indexOf(byte[] bytes, int from, int length) {
        var at = from;
        while (at < length && bytes[at] != fence[0]) {
            at++;
        }
        return at;
    }

    /// Whether the fence, or as much of it as there is room for, stands at `at`.
    private boolean fenceAt(byte[] bytes, int at, int length) {
        var size = Math.min(fence.length, length - at);
        return Arrays.equals(bytes, at, at + size, fence, 0, size);
    }
}
