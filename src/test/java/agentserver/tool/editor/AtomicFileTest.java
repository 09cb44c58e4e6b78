package agentserver.tool.editor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    private static final int ROUNDS = 100;
    private static final int RIVALS = 4;

    @TempDir
    Path folder;

    @Test
    void ofSeveralThatCreateOneFileOnlyOneDoes() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var file = folder.resolve("file-" + round);
            var rivals = new ArrayList<Callable<Boolean>>();
            for (var rival = 0; rival < RIVALS; rival++) {
                var bytes = new byte[] {(byte) rival};
                rivals.add(() -> creates(file, bytes));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var winners = threads.invokeAll(rivals).stream().map(Future::resultNow).toList();
                assertEquals(1, winners.stream().filter(won -> won).count());
                assertArrayEquals(
                        new byte[] {(byte) winners.indexOf(true)}, Files.readAllBytes(file));
            }
        }
    }

    @Test
    void aLinkToNowhereIsAFileThatExists() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

        assertThrows(FileAlreadyExistsException.class,
                () -> AtomicFile.create(link, new byte[] {1}));

        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    private static boolean creates(Path file, byte[] bytes) throws IOException {
        try {
            AtomicFile.create(file, bytes);
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        }
    }
}
