package agentserver.base.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class DiskFailureTest {

    private static void assertSays(String kind, Throwable cause) {
        var said = DiskFailure.of("it can't be kept", cause).getMessage();
        assertTrue(said.matches("it can't be kept: " + kind + " \\(error_id [0-9a-f]{32}\\)"), said);
    }

    @Test
    void kindOfTheFailureIsSaidAndNoPath() {
        assertSays("No space left on device", new IOException("No space left on device"));
        assertSays("Read-only file system",
                new FileSystemException("/home/me/x", null, "Read-only file system"));
        assertSays("No such file or directory", new NoSuchFileException("/home/me/x"));
        assertSays("Permission denied", new UncheckedIOException(
                new IOException("can't open /home/me/x: Permission denied")));
    }

    @Test
    void whatAReaderOfJsonSaysStaysInTheLog() {
        try {
            new ObjectMapper().readTree("{\"api_key\": \"sk-secret");
        } catch (JsonProcessingException e) {
            assertSays("its files can't be used", e);
        }
    }
}
