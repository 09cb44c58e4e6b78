package agentserver.workspace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConfinedFolderTest {

    private static final int LOOKS = 3000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path work;
    private Path root;
    private ConfinedFolder folder;

    @BeforeEach
    void fill() throws IOException {
        root = Files.createDirectories(work.resolve("root"));
        Files.createDirectories(root.resolve("good"));
        Files.writeString(root.resolve("good/file"), "good");
        Files.createDirectories(work.resolve("bad"));
        Files.writeString(work.resolve("bad/file"), "secret");
        folder = new ConfinedFolder(root);
    }

    @Test
    void aFileIsOpenedWhereverItsLinksLeadInside() throws IOException {
        Files.createSymbolicLink(root.resolve("absolute"), root.resolve("good"));
        Files.createSymbolicLink(root.resolve("good/relative"), Path.of("../good/file"));

        assertEquals("good", text(folder.open("good/file")));
        assertEquals("good", text(folder.open("absolute/file")));
        assertEquals("good", text(folder.open("good/relative")));
    }

    @Test
    void aFolderThatIsALinkItselfIsTheFolderItLeadsTo() throws IOException {
        Files.createSymbolicLink(work.resolve("link"), root);

        assertEquals("good", text(new ConfinedFolder(work.resolve("link")).open("good/file")));
    }

    @Test
    void whatLiesOutsideIsSaidToBeOutside() throws IOException {
        Files.createSymbolicLink(root.resolve("bad"), work.resolve("bad"));

        assertInstanceOf(ConfinedFolder.Outside.class, folder.open("../bad/file"));
        assertInstanceOf(ConfinedFolder.Outside.class, folder.open("bad/file"));
        assertInstanceOf(ConfinedFolder.Outside.class, folder.open("/etc/passwd"));
    }

    @Test
    void aNameThatOnlyBeginsAsTheFolderIsOutside() throws IOException {
        Files.createDirectories(work.resolve("root-other"));
        Files.writeString(work.resolve("root-other/file"), "secret");

        assertInstanceOf(ConfinedFolder.Outside.class, folder.open("../root-other/file"));
    }

    @Test
    void directoriesAndNothingAreTold() {
        assertInstanceOf(ConfinedFolder.Directory.class, folder.open(""));
        assertInstanceOf(ConfinedFolder.Directory.class, folder.open("good"));
        assertInstanceOf(ConfinedFolder.Nothing.class, folder.open("good/missing"));
        assertInstanceOf(ConfinedFolder.Nothing.class, folder.open("good/\0"));
    }

    @Test
    @Timeout(120)
    void aPipeIsNotWaitedFor() throws Exception {
        var made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start().waitFor();
        assertEquals(0, made);

        assertInstanceOf(ConfinedFolder.Nothing.class, folder.open("pipe"));
    }

    /// A directory is exchanged for a link to the outside, and back, as fast as a disk can.
    @Test
    void pathNeverLeavesTheWorkspace() throws Exception {
        var stop = new AtomicBoolean();
        var changing = Thread.ofPlatform().start(() -> exchange(root.resolve("changed"), stop));
        int good = 0;
        try {
            var end = System.nanoTime() + PATIENCE.toNanos();
            for (int i = 0; (i < LOOKS || good == 0) && System.nanoTime() < end; i++) {
                if (folder.open("changed/file") instanceof ConfinedFolder.Opened opened) {
                    assertEquals("good", text(opened));
                    good++;
                }
            }
        } finally {
            stop.set(true);
            changing.join();
        }
        assertTrue(good > 0, "the right file was never there");
    }

    private void exchange(Path name, AtomicBoolean stop) {
        var directory = root.resolve("good");
        var link = root.resolve("link");
        try {
            while (!stop.get()) {
                Files.move(directory, name, StandardCopyOption.ATOMIC_MOVE);
                Files.move(name, directory, StandardCopyOption.ATOMIC_MOVE);
                Files.createSymbolicLink(link, work.resolve("bad"));
                Files.move(link, name, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(name);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the exchange", e);
        }
    }

    private static String text(ConfinedFolder.Found found) throws IOException {
        try (var opened = assertInstanceOf(ConfinedFolder.Opened.class, found)) {
            var buffer = ByteBuffer.allocate(100);
            opened.channel().read(buffer);
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        }
    }
}
