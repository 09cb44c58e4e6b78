package agentserver.tool.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"C-c", "c-C", "CTRL-c", "ctrl+C", " Ctrl+c "})
    void controlKeysHaveSeveralSpellings(String input) {
        assertEquals(new SpecialKey("\u0003", "CTRL+C"), SpecialKey.named(input).orElseThrow());
    }

    @Test
    void namedKeysAreWhatTerminalsSend() {
        assertEquals("\r", SpecialKey.named("enter").orElseThrow().typed());
        assertEquals("\u001b[A", SpecialKey.named("UP").orElseThrow().typed());
        assertEquals("\u001b[6~", SpecialKey.named("PGDN").orElseThrow().typed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"C-cc", "press ENTER", "C-1", "CTRL", ""})
    void otherTextIsNoKey(String input) {
        assertTrue(SpecialKey.named(input).isEmpty());
    }
}
