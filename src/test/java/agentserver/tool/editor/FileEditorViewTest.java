package agentserver.tool.editor;

import static agentserver.tool.editor.EditorBench.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ImageContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEditorViewTest {

    @TempDir
    Path folder;

    private EditorBench bench;

    @BeforeEach
    void start() {
        bench = new EditorBench(folder);
    }

    @Test
    void aRangeShowsItsLinesAndNoOther() {
        bench.file("a.txt", "1\n2\n3\n4\n");

        assertTrue(said(bench.view("a.txt", 2, 3)).endsWith(":\n     2\t2\n     3\t3\n"));
    }

    @Test
    void minusOneIsTheEnd() {
        bench.file("a.txt", "1\n2\n3");

        assertTrue(said(bench.view("a.txt", 2, -1)).endsWith(":\n     2\t2\n     3\t3\n"));
    }

    @Test
    void aRangeBeyondTheEndIsShownToTheEndWithANote() {
        bench.file("a.txt", "1\n2\n3");

        var said = said(bench.view("a.txt", 2, 9));

        assertTrue(said.startsWith("NOTE: "));
        assertTrue(said.endsWith(":\n     2\t2\n     3\t3\n"));
    }

    @Test
    void rangesThatMakeNoSenseAreRefused() {
        bench.file("a.txt", "1\n2\n3\n");

        assertTrue(said(bench.view("a.txt", 3, 2)).startsWith("Invalid `view_range` parameter: [3, 2]. "));
        assertTrue(said(bench.view("a.txt", 0, 2)).endsWith("[1, 3]."));
        assertTrue(said(bench.view("a.txt", 4, 5)).endsWith("[1, 3]."));
        assertTrue(bench.view("a.txt", 1).isError());
        assertTrue(bench.view("a.txt", 1, 2, 3).isError());
        assertTrue(bench.view("a.txt", 1, -2).isError());
        assertTrue(said(bench.view("", 1, 2)).startsWith("Invalid `view_range` parameter: "));
    }

    @Test
    void anEmptyFileIsOneEmptyLine() {
        bench.file("a.txt", "");

        assertTrue(said(bench.view("a.txt")).endsWith(":\n     1\t\n"));
        assertFalse(bench.view("a.txt", 1, -1).isError());
    }

    @Test
    void theEndOfALongFileKeepsItsTrueLineNumbers() {
        bench.file("a.txt", IntStream.rangeClosed(1, 9_000)
                .mapToObj(line -> "line " + line).collect(Collectors.joining("\n")));

        var said = said(bench.view("a.txt"));

        assertTrue(said.contains("     1\tline 1\n"));
        assertTrue(said.contains("grep -n"));
        assertTrue(said.endsWith("  8999\tline 8999\n  9000\tline 9000\n"));
    }

    @Test
    void oneVeryLongLineIsCutToo() {
        bench.file("a.txt", "x".repeat(100_000));

        var said = said(bench.view("a.txt"));

        assertTrue(said.length() < NumberedLines.MAX_CHARS + 200);
        assertTrue(said.endsWith("x\n"));
    }

    @Test
    void aFolderIsListedTwoLevelsDeepSortedWithoutHiddenEntries() {
        bench.file("b.txt", "");
        bench.file("a/one.txt", "");
        bench.file("a/deep/two.txt", "");
        bench.file("a/.secret", "");
        bench.file(".git/config", "");
        bench.file(".env", "");

        var lines = said(bench.view("")).lines().toList();

        assertEquals(folder + "/", lines.get(1));
        assertEquals(folder + "/a/", lines.get(2));
        assertEquals(folder + "/a/deep/", lines.get(3));
        assertEquals(folder + "/a/one.txt", lines.get(4));
        assertEquals(folder + "/b.txt", lines.get(5));
        assertTrue(lines.getLast().contains("(2)"));
        assertTrue(lines.getLast().contains("`ls -la " + folder));
    }

    @Test
    void aFolderWithoutHiddenEntriesSaysNothingOfThem() {
        bench.file("a.txt", "");

        assertFalse(said(bench.view("")).contains("ls -la"));
    }

    @Test
    void aHugeFolderIsListedInPartAndSaysSo() {
        for (var i = 0; i < FolderListing.MAX_SHOWN + 50; i++) {
            bench.file("many/file-%05d".formatted(i), "");
        }

        var said = said(bench.view("many"));

        assertTrue(said.contains("file-00000"));
        assertTrue(said.contains("There are more entries"));
        assertTrue(said.length() < NumberedLines.MAX_CHARS + 300);
    }

    @Test
    void aLinkInAFolderIsShownAndNotFollowed() throws Exception {
        bench.file("real/inner.txt", "");
        Files.createSymbolicLink(folder.resolve("loop"), folder);

        var said = said(bench.view(""));

        assertTrue(said.contains(folder + "/loop\n"));
        assertFalse(said.contains("loop/"));
    }

    @Test
    void aPictureIsShownAsOne() {
        bench.file("a.PNG", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});

        var observation = bench.view("a.PNG");

        assertFalse(observation.isError());
        assertEquals(2, observation.content().size());
        assertEquals("data:image/png;base64,iVBORwA=",
                ((ImageContent) observation.content().get(1)).imageUrls().getFirst());
        assertTrue(bench.view("a.PNG", 1, 2).isError());
    }
}
