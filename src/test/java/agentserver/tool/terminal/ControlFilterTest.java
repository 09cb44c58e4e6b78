package agentserver.tool.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlFilterTest {

    private static final String INPUT = "a\u001b[1;31mb\u001b[0mc\r\nd\r\r\ne\rf\u001b]0;title\u0007g"
            + "\u001bP+q544e\u001b\\h\u001b(Bi\u001b[6nj\u001b[?25lk\u001b7l\u0007\u0000m\tn\r";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void onlyTextIsLeftHoweverItIsCut(int size) {
        var filter = new ControlFilter();
        var output = new StringBuilder();
        for (int at = 0; at < INPUT.length(); at += size) {
            output.append(filter.filter(INPUT.substring(at, Math.min(at + size, INPUT.length()))));
        }
        output.append(filter.finish());

        assertEquals("abc\nd\ne\rfghijklm\tn\r", output.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b]never ends ", "\u001bPnever ends "})
    void aStringThatNeverEndsHidesOnlyItsBeginning(String start) {
        var output = new ControlFilter().filter(start + "x".repeat(5000) + "end").toString();

        assertEquals("end", output.substring(output.length() - 3));
    }
}
