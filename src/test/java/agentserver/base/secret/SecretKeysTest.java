package agentserver.base.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeysTest {

    @TempDir
    Path directory;
    private Path keyFile;

    @BeforeEach
    void nameTheKeyFile() {
        keyFile = directory.resolve("deep/.secret_key");
    }

    @Test
    void firstConfiguredKeyWritesAndAllRead() {
        var keys = new SecretKeys(List.of("", "first", " ", "second"), keyFile);

        var token = keys.encrypt("text");

        assertEquals(Optional.of("text"), new Fernet("first").decrypt(token));
        assertEquals(Optional.of("old"), keys.decrypt(new Fernet("second").encrypt("old")));
        assertFalse(Files.exists(keyFile));
    }

    @Test
    void withoutAKeyOneIsGeneratedForTheOwnerAlone() throws IOException {
        var token = new SecretKeys(List.of(), keyFile).encrypt("text");

        assertEquals(Optional.of("text"), new SecretKeys(List.of(""), keyFile).decrypt(token));
        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)));
    }

    @Test
    void readingMakesNoKey() {
        assertTrue(new SecretKeys(List.of(), keyFile).decrypt("gAAAAA").isEmpty());
        assertFalse(Files.exists(keyFile));
    }

    @Test
    void secretsOfAGeneratedKeySurviveAConfiguredOne() {
        var token = new SecretKeys(List.of(), keyFile).encrypt("text");

        var later = new SecretKeys(List.of("configured"), keyFile);

        assertEquals(Optional.of("text"), later.decrypt(token));
        assertEquals(Optional.of("new"), new Fernet("configured").decrypt(later.encrypt("new")));
    }

    @Test
    void anEmptyKeyFileIsNoKey() throws IOException {
        Files.createDirectories(keyFile.getParent());
        Files.writeString(keyFile, "\n");

        var token = new SecretKeys(List.of(), keyFile).encrypt("text");

        assertEquals(Optional.of("text"), new SecretKeys(List.of(), keyFile).decrypt(token));
    }

    @Test
    void twoServersThatGenerateAtOnceShareOneKey() {
        var one = new SecretKeys(List.of(), keyFile);
        var two = new SecretKeys(List.of(), keyFile);

        assertEquals(Optional.of("a"), two.decrypt(one.encrypt("a")));
        assertEquals(Optional.of("b"), one.decrypt(two.encrypt("b")));
    }

    @Test
    void nothingIsWrittenInClearWhenNoKeyCanBeSaved() throws IOException {
        var inTheWay = Files.createFile(directory.resolve("file")).resolve(".secret_key");

        var keys = new SecretKeys(List.of(), inTheWay);

        var failure = assertThrows(Fault.Failed.class, () -> keys.encrypt("text"));
        assertTrue(failure.getMessage().contains("persistence_dir, can't be read: Not a directory"),
                failure.getMessage());
    }

    @Test
    void aKeyThatCannotBeMadeIsAFailureThatNamesItsDirectory() {
        var keys = new SecretKeys(List.of(), Path.of("/proc/nope/.secret_key"));

        var failure = assertThrows(Fault.Failed.class, () -> keys.encrypt("text"));
        assertTrue(failure.getMessage().contains("can be made in persistence_dir: "),
                failure.getMessage());
    }

    @Test
    void aKeyFileThatIsNoTextIsNamedWithItsDirectory() throws IOException {
        Files.createDirectories(keyFile.getParent());
        Files.write(keyFile, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});

        var keys = new SecretKeys(List.of(), keyFile);

        var failure = assertThrows(Fault.Failed.class, () -> keys.encrypt("text"));
        assertTrue(failure.getMessage().contains(
                ".secret_key in persistence_dir, can't be read: Not a text"),
                failure.getMessage());
    }
}
