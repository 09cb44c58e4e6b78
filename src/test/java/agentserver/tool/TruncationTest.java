package agentserver.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruncationTest {

    private static final int LIMIT = 1_000;
    private static final String LONG = IntStream.rangeClosed(1, 2_000)
            .mapToObj(line -> "line " + line).collect(Collectors.joining("\n"));

    @TempDir
    Path folder;

    @Test
    void aTextWithinTheLimitStaysAsItIs() {
        var text = "x".repeat(LIMIT);

        assertSame(text, Truncation.to(LIMIT).apply(text));
    }

    @Test
    void aLongTextIsCutToExactlyTheLimit() {
        var cut = Truncation.to(LIMIT).apply(LONG);

        assertEquals(LIMIT, cut.length());
        assertTrue(cut.startsWith("line 1\nline 2\n"));
        assertTrue(cut.endsWith("line 1999\nline 2000"));
        assertTrue(cut.contains("<response clipped><NOTE>"));
        assertTrue(cut.contains("</NOTE>"));
    }

    @Test
    void theNoticeNamesTheFirstHiddenLine() {
        var cut = Truncation.to(LIMIT).apply(LONG);
        var named = Pattern.compile("begins at line (\\d+)").matcher(cut);

        assertTrue(named.find());
        var hidden = Integer.parseInt(named.group(1));
        var head = cut.substring(0, cut.indexOf("<response clipped>"));
        assertEquals(head.lines().count() + (head.endsWith("\n") ? 1 : 0), hidden);
    }

    @Test
    void theBeginningGetsTheOddCharacter() {
        var clipped = Clipped.of("a".repeat(50), 21, _ -> "[cut]");

        assertEquals("a".repeat(8) + "[cut]" + "a".repeat(8), clipped.joined());
        assertEquals(9, Clipped.of("a".repeat(50), 22, _ -> "[cut]").head().length());
    }

    @Test
    void aPairOfSurrogatesIsNeverSplit() {
        var text = "😀".repeat(50);

        for (var limit = 10; limit < 40; limit++) {
            var cut = Clipped.of(text, limit, _ -> "[cut]").joined();
            assertFalse(cut.replace("😀", "").chars().anyMatch(c -> Character.isSurrogate((char) c)));
            assertTrue(cut.length() <= limit && cut.length() >= limit - 2);
        }
    }

    @Test
    void aLimitBelowTheNoticeStillHolds() {
        assertEquals(4, Truncation.to(4).apply(LONG).length());
    }

    @Test
    void theWholeTextIsSavedAndTheNoticeSaysWhere() throws IOException {
        var cut = saving().apply(LONG);

        var file = onlyFile();
        assertEquals(LONG, Files.readString(file));
        assertTrue(file.getFileName().toString().matches("terminal_output_[0-9a-f]{8}\\.txt"));
        assertTrue(cut.contains(file.toString()));
        assertEquals(LIMIT, cut.length());
    }

    @Test
    void theSameTextIsSavedOnce() throws IOException {
        saving().apply(LONG);
        Files.writeString(onlyFile(), "already here");
        saving().apply(LONG);

        assertEquals("already here", Files.readString(onlyFile()));
    }

    @Test
    void aFolderThatCanNotBeMadeCostsTheFileAndNotTheText() throws IOException {
        Files.writeString(folder.resolve("conversation"), "a file where the folder should be");

        var cut = saving().apply(LONG);

        assertEquals(LIMIT, cut.length());
        assertFalse(cut.contains("terminal_output"));
    }

    private Truncation saving() {
        return Truncation.saving(LIMIT, ToolContexts.in(folder), "terminal");
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(folder.resolve("conversation/observations"))) {
            var found = files.toList();
            assertEquals(1, found.size());
            return found.getFirst();
        }
    }
}
