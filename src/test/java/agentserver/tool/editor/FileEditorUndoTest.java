package agentserver.tool.editor;

import static agentserver.tool.editor.EditorBench.said;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.tool.editor.EditHistory.Edit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEditorUndoTest {

    @TempDir
    Path folder;

    private EditorBench bench;

    @BeforeEach
    void start() {
        bench = new EditorBench(folder);
    }

    @Test
    void editsAreTakenBackOneAfterTheOther() {
        bench.file("a.txt", "one\r\ntwo\r\n");
        bench.replace("a.txt", "one", "1");
        bench.insert("a.txt", 2, "three");

        bench.undo("a.txt");
        assertEquals("1\r\ntwo\r\n", bench.text("a.txt"));
        var last = bench.undo("a.txt");

        assertEquals("one\r\ntwo\r\n", bench.text("a.txt"));
        assertTrue(said(last).endsWith("     1\tone\n     2\ttwo\n     3\t\n"));
        assertEquals("1\r\ntwo\r\n", last.oldContent());
        assertEquals("one\r\ntwo\r\n", last.newContent());
    }

    @Test
    void withoutAnEditThereIsNothingToTakeBack() {
        bench.file("a.txt", "one\n");

        assertEquals("No edit history found for " + bench.path("a.txt") + ".",
                said(bench.undo("a.txt")));
    }

    @Test
    void takingBackACreationRemovesTheFile() {
        bench.create("a.txt", "one\n");
        bench.replace("a.txt", "one", "two");
        bench.undo("a.txt");

        var observation = bench.undo("a.txt");

        assertFalse(observation.isError());
        assertEquals("one\n", observation.oldContent());
        assertNull(observation.newContent());
        assertFalse(Files.exists(folder.resolve("a.txt")));
        assertFalse(bench.create("a.txt", "again").isError());
    }

    @Test
    void aChangeBySomebodyElseIsNotLost() {
        bench.create("a.txt", "one\n");
        bench.file("a.txt", "work of somebody else\n");

        var observation = bench.undo("a.txt");

        assertTrue(observation.isError());
        assertEquals("work of somebody else\n", bench.text("a.txt"));
    }

    @Test
    void tenEditsOfAFileAreRemembered() {
        bench.file("a.txt", "0\n");
        for (var i = 0; i < 12; i++) {
            bench.replace("a.txt", i + "\n", (i + 1) + "\n");
        }
        for (var i = 0; i < EditHistory.EDITS_PER_FILE; i++) {
            assertFalse(bench.undo("a.txt").isError());
        }

        assertTrue(said(bench.undo("a.txt")).startsWith("No edit history"));
        assertEquals("2\n", bench.text("a.txt"));
    }

    @Test
    void whatIsRememberedOfAllFilesIsBounded() {
        var history = new EditHistory();
        var half = new byte[EditHistory.MAX_BYTES / 2];
        history.push(Path.of("/a"), new Edit(false, 0, half, 0, new byte[0]));
        history.push(Path.of("/b"), new Edit(false, 0, half, 0, new byte[0]));
        history.push(Path.of("/c"), new Edit(false, 0, new byte[1], 0, new byte[0]));

        assertTrue(history.last(Path.of("/a")).isEmpty());
        assertTrue(history.last(Path.of("/b")).isPresent());
        assertTrue(history.last(Path.of("/c")).isPresent());
    }

    @Test
    void anEditRemembersNoMoreThanWhatItRemoved() {
        var before = "aaaa-old-zzzz".getBytes();
        var after = "aaaa-new!-zzzz".getBytes();

        var edit = Edit.change(before, after);

        assertArrayEquals("old".getBytes(), edit.removed());
        assertArrayEquals(before, edit.before(after));
        assertTrue(edit.left(after));
        assertFalse(edit.left(before));
    }

    @Test
    void repeatedBytesDoNotConfuseAnEdit() {
        for (var texts : new String[][] {{"aa", "aaa"}, {"aaa", "aa"}, {"", "x"}, {"x", ""},
            {"abab", "ababab"}, {"same", "same"}}) {
            var before = texts[0].getBytes();
            var after = texts[1].getBytes();
            assertArrayEquals(before, Edit.change(before, after).before(after));
        }
    }

    @Test
    void aClosedToolForgets() {
        bench.file("a.txt", "one\n");
        bench.replace("a.txt", "one", "two");

        bench.tool.close();
        bench.tool.close();

        assertTrue(said(bench.undo("a.txt")).startsWith("No edit history"));
    }

    @Test
    void editsOfOneFileAtTheSameTimeAreAllKept() {
        var places = 40;
        bench.file("a.txt", "start\n");
        for (var i = 0; i < places; i++) {
            bench.insert("a.txt", 1, "<" + i + ">");
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < places; i++) {
                var place = i;
                threads.submit(() -> bench.replace("a.txt", "<" + place + ">", "done"));
            }
        }

        assertFalse(bench.text("a.txt").contains("<"));
    }
}
