package agentserver.tool.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens when a folder can't be read to its end: the failure comes out of the iteration.
class FolderListingTest {

    @TempDir
    Path folder;

    @Test
    void aFolderThatFailsHalfWayIsAFailureToRead() throws IOException {
        Files.createFile(folder.resolve("a"));

        var failure = assertThrows(IOException.class,
                () -> FolderListing.of("/shown", folder, _ -> breaks()));

        assertEquals("worn out", failure.getMessage());
    }

    @Test
    void aFolderBelowThatFailsHalfWayIsShownAsFarAsItCame() throws IOException {
        Files.createFile(Files.createDirectory(folder.resolve("sub")).resolve("b"));

        var text = FolderListing.of(
                "/shown", folder, path -> path.endsWith("b") && breaks());

        assertTrue(text.contains("/shown/sub/\n"), text);
    }

    private static boolean breaks() {
        throw new DirectoryIteratorException(new IOException("worn out"));
    }
}
