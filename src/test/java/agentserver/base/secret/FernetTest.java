package agentserver.base.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FernetTest {

    private static final byte[] IV = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    @ParameterizedTest
    @CsvSource({
        "test-secret-key, gAAAAABlU_EAAAECAwQFBgcICQoLDA0OD8bCvhjpgP-XabD0sgaWsab_DVv8rPifm59ddFWN"
                + "kXBUmvfBvKiWm3LjAR8Smfj2vw==",
        "another key with + / chars 42, gAAAAABlU_EAAAECAwQFBgcICQoLDA0OD7uc9elhOVG0w6jbeEjjwWXT7v"
                + "zjoE4Gaw53gRvjjb2FgEEyCUQLTiV01JVvLWDXnA=="
    })
    void tokensAreThoseOfThePythonServer(String key, String token) {
        var fernet = new Fernet(key);

        var ours = fernet.encrypt("sk-hello", Instant.ofEpochSecond(1_700_000_000), IV);

        assertEquals(token, ours);
        assertEquals(Optional.of("sk-hello"), fernet.decrypt(token));
    }

    @Test
    void sameTextGivesAnotherTokenEachTime() {
        var fernet = new Fernet("key");

        assertNotEquals(fernet.encrypt("text"), fernet.encrypt("text"));
        assertEquals(Optional.of(""), fernet.decrypt(fernet.encrypt("")));
        assertEquals(Optional.of("grün 🌳"), fernet.decrypt(fernet.encrypt("grün 🌳")));
    }

    @Test
    void changedByteIsNoticedWhereverItIs() {
        var fernet = new Fernet("key");
        var token = fernet.encrypt("some secret text");

        for (var i = 0; i < token.length() - 4; i++) { // the last digits hold unused bits
            var other = token.charAt(i) == 'A' ? 'B' : 'A';
            var changed = token.substring(0, i) + other + token.substring(i + 1);
            assertTrue(fernet.decrypt(changed).isEmpty(), "digit " + i);
        }
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        assertTrue(new Fernet("two").decrypt(new Fernet("one").encrypt("text")).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gAAAAA", "gAAAAA!!", "gAAAAABlU_EA", "sk-plain"})
    void whatIsNoTokenIsNotDecrypted(String text) {
        assertTrue(new Fernet("key").decrypt(text).isEmpty());
    }

    @Test
    void tokenIsNotEncryptedAgain() {
        var fernet = new Fernet("key");
        var token = fernet.encrypt("text");

        assertEquals(token, fernet.encryptOnce(token));
        assertNotEquals("gAAAAAnotatoken", fernet.encryptOnce("gAAAAAnotatoken"));
    }
}
