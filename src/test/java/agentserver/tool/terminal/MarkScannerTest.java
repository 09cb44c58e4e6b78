package agentserver.tool.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkScannerTest {

    private static final String F = "\u001eabc";
    private static final String STREAM =
            "one" + F + "B1" + F + "two\u001ea" + F + "E1;0;me;host;/py\n/dir;x" + F + "three\u001eab";

    private final List<ShellMark> marks = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final MarkScanner scanner = new MarkScanner(F, new MarkScanner.Listener() {
        @Override
        public void output(byte[] bytes, int from, int to) {
            text.append(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void mark(ShellMark mark) {
            text.append('|');
            marks.add(mark);
        }
    });

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 1000})
    void marksAreFoundHoweverTheStreamIsCut(int size) {
        feed(STREAM, size);
        scanner.finish();

        assertEquals("one|two\u001ea|three\u001eab", text.toString());
        assertEquals(
                List.of(
                        new ShellMark.Begin(1),
                        new ShellMark.End(1, 0, "me", "host", "/py", "/dir;x")),
                marks);
    }

    @Test
    void whatOnlyLooksLikeAMarkIsOutput() {
        var forged = F + "E1;zero;a;b;c\nd" + F + "Q" + F + F + "\n";
        feed(forged, 4);
        feed("x".repeat(40_000), 1000);
        scanner.finish();

        assertEquals(List.of(), marks);
        assertEquals(forged + "x".repeat(40_000), text.toString());
    }

    private void feed(String stream, int size) {
        var bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += size) {
            var length = Math.min(size, bytes.length - at);
            var piece = new byte[size];
            System.arraycopy(bytes, at, piece, 0, length);
            scanner.accept(piece, length);
        }
    }
}
