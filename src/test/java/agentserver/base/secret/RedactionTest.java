package agentserver.base.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void longestValueWinsAndTheMaskIsNotSearched() {
        var values = List.of("secret", "secret-and-more", "hidden");
        var redaction = Redaction.of(values, "<secret-hidden>");

        assertEquals("a <secret-hidden> b <secret-hidden>!",
                redaction.apply("a secret-and-more b secret!"));
    }

    @Test
    void shortValuesAndNoValuesLeaveTextAlone() {
        assertEquals("abc abcd", Redaction.of(List.of("abc", ""), "*").apply("abc abcd"));
        assertEquals("text", Redaction.of(List.of(), "*").apply("text"));
    }

    @Test
    void valuesAndMaskAreTakenLiterally() {
        assertEquals("[$1\\] x+y=z", Redaction.of(List.of("a.*b"), "[$1\\]").apply("a.*b x+y=z"));
    }

    @Test
    void namesTellWhatMayBeSecret() {
        assertTrue(SecretNames.suggests("X-Session-Api-Key"));
        assertTrue(SecretNames.suggests("authorization"));
        assertFalse(SecretNames.suggests("Content-Type"));
    }

    @Test
    void aBegunValueIsSeenAtTheEndOfAText() {
        var redaction = Redaction.of(List.of("abab", "ababXYZ", "zzzz-1"), "*");

        assertEquals(3, redaction.unfinished("x aba"));
        assertEquals(0, redaction.unfinished("x aba "));
        assertEquals(4, redaction.unfinished("x abab"), "the longer value may go on");
        assertEquals(0, redaction.unfinished("x ababXYZ"));
        assertEquals(2, redaction.unfinished("abab-zz"));
        assertEquals(0, Redaction.of(List.of("abab"), "*").unfinished("abab"), "it is whole");
        assertEquals(0, Redaction.of(List.of(), "*").unfinished("abab"));
    }
}
