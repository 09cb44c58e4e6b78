package agentserver.tool.editor;

import static agentserver.tool.editor.EditorBench.said;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEditorBytesTest {

    @TempDir
    Path folder;

    private EditorBench bench;

    @BeforeEach
    void start() {
        bench = new EditorBench(folder);
    }

    @Test
    void fileEditorKeepsLineEndings() {
        bench.file("a.txt", "one\r\ntwo\r\nthree\r\n");

        assertFalse(bench.replace("a.txt", "one\ntwo", "eins\nzwei\nzweieinhalb").isError());
        assertFalse(bench.insert("a.txt", 1, "x\ny").isError());

        assertEquals(
                "eins\r\nx\r\ny\r\nzwei\r\nzweieinhalb\r\nthree\r\n", bench.text("a.txt"));
    }

    @Test
    void mixedLineEndsOutsideTheEditStay() {
        bench.file("a.txt", "a\r\nb\nc\r\nd\ne\rf\n");

        assertFalse(bench.replace("a.txt", "c\nd", "C\nD").isError());

        assertTrue(bench.text("a.txt").startsWith("a\r\nb\nC"));
        assertTrue(bench.text("a.txt").endsWith("D\ne\rf\n"));
    }

    @Test
    void windowsLineEndsAreNotShown() {
        bench.file("a.txt", "one\r\ntwo\r\n");

        assertTrue(said(bench.view("a.txt")).endsWith(":\n     1\tone\n     2\ttwo\n     3\t\n"));
    }

    @Test
    void lineEndsThatTheModelWritesOutAreFoundToo() {
        bench.file("a.txt", "one\r\ntwo\r\n");

        assertFalse(bench.replace("a.txt", "one\r\ntwo", "1\r\n2").isError());

        assertEquals("1\r\n2\r\n", bench.text("a.txt"));
    }

    @Test
    void aMissingLastLineEndStaysMissing() {
        bench.file("a.txt", "one\ntwo");

        bench.replace("a.txt", "one", "1");
        bench.insert("a.txt", 2, "three");
        bench.insert("a.txt", 0, "zero");

        assertEquals("zero\n1\ntwo\nthree", bench.text("a.txt"));
    }

    @Test
    void aByteOrderMarkStaysAndIsNotShown() {
        bench.file("a.txt", "\ufeffone\ntwo\n");

        assertTrue(said(bench.view("a.txt")).contains("     1\tone\n"));
        assertFalse(bench.replace("a.txt", "one", "1").isError());

        assertEquals("\ufeff1\ntwo\n", bench.text("a.txt"));
    }

    @Test
    void utf16WithAMarkIsEditedAsItIs() {
        edits(StandardCharsets.UTF_16LE);
        edits(StandardCharsets.UTF_16BE);
    }

    @Test
    void bytesThatAreNoUtf8AreLatin1() {
        var latin = StandardCharsets.ISO_8859_1;
        bench.file("a.txt", "caf\u00e9 \u00fc\none\n".getBytes(latin));

        assertFalse(bench.replace("a.txt", "one", "\u00e4ins").isError());

        assertArrayEquals("caf\u00e9 \u00fc\n\u00e4ins\n".getBytes(latin), bench.bytes("a.txt"));
    }

    @Test
    void halfASurrogatePairIsRefusedAndNothingWritten() {
        bench.file("a.txt", "one\n");

        assertTrue(bench.replace("a.txt", "one", "\ud83d").isError());
        assertTrue(bench.create("b.txt", "\ud83d").isError());

        assertEquals("one\n", bench.text("a.txt"));
        assertFalse(Files.exists(folder.resolve("b.txt")));
    }

    @Test
    void aBinaryFileIsNeitherShownNorEdited() {
        bench.file("a.bin", new byte[] {'E', 'L', 'F', 0, 1, 2});

        assertTrue(said(bench.view("a.bin")).startsWith(
                "File validation failed for " + bench.path("a.bin") + ": "));
        assertTrue(bench.replace("a.bin", "ELF", "elf").isError());
    }

    @Test
    void aTextWithTerminalColoursIsNotBinary() {
        bench.file("log.txt", "\u001b[31mred\u001b[0m\n");

        assertFalse(bench.view("log.txt").isError());
    }

    @Test
    void aFileOfTenMegabytesIsEditedAndOneByteMoreIsRefused() {
        var limit = TextFile.MAX_BYTES;
        bench.file("fits.txt", "one" + "x".repeat(limit - 3));
        bench.file("large.txt", "one" + "x".repeat(limit - 2));

        assertFalse(bench.replace("fits.txt", "one", "two").isError());
        assertTrue(bench.replace("fits.txt", "two", "three").isError());
        assertTrue(said(bench.view("large.txt")).contains("10.0 MB"));
        assertEquals(limit, bench.bytes("fits.txt").length);
    }

    @Test
    void theFileBehindALinkIsWrittenAndTheLinkStays() throws IOException {
        var target = bench.file("real.txt", "one\n");
        Files.createSymbolicLink(folder.resolve("link.txt"), target);

        assertFalse(bench.replace("link.txt", "one", "two").isError());

        assertTrue(Files.isSymbolicLink(folder.resolve("link.txt")));
        assertEquals("two\n", bench.text("real.txt"));
    }

    @Test
    void permissionsStay() throws IOException {
        var script = bench.file("run.sh", "one\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));

        assertFalse(bench.replace("run.sh", "one", "two").isError());

        assertEquals("rwxr-x--x",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(script)));
    }

    @Test
    void noTemporaryFileIsLeftBehind() throws IOException {
        bench.create("a.txt", "one\n");
        bench.replace("a.txt", "one", "two");
        bench.create("a.txt", "again");

        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aDeviceIsNotRead() {
        var device = bench.run(EditorCommand.VIEW, "/dev/zero", null, null, null, null, null);

        assertTrue(said(device).startsWith("File validation failed for /dev/zero: "));
    }

    @Test
    void aFileThatSaysItIsEmptyIsReadAllTheSame() {
        var version = bench.run(EditorCommand.VIEW, "/proc/version", null, null, null, null, null);

        assertTrue(said(version).contains("Linux"));
    }

    private void edits(Charset charset) {
        bench.file("wide.txt", "\ufeffone\r\ntw\u00f6\r\n".getBytes(charset));

        assertTrue(said(bench.view("wide.txt")).contains("     2\ttw\u00f6\n"));
        assertFalse(bench.replace("wide.txt", "one", "1").isError());

        assertArrayEquals("\ufeff1\r\ntw\u00f6\r\n".getBytes(charset), bench.bytes("wide.txt"));
    }
}
