package agentserver.tool.editor;

import static agentserver.tool.editor.EditorBench.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.tool.Action;
import agentserver.tool.ToolContexts;
import agentserver.tool.ToolSchema;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEditorToolTest {

    @TempDir
    Path folder;

    private final Json json = new Json(FileEditorTool.factory(_ -> false).kinds());
    private EditorBench bench;

    @BeforeEach
    void start() {
        bench = new EditorBench(folder);
    }

    @Test
    void aCreatedFileIsAnsweredAsClientsKnowIt() throws JsonProcessingException {
        var observation = bench.create("note.txt", "one\ntwo\nthree\n");

        assertEquals(json.strict().readTree("""
                {"content": [{"cache_prompt": false, "type": "text",
                              "text": "File created successfully at: PATH"}],
                 "is_error": false, "command": "create", "path": "PATH", "prev_exist": false,
                 "new_content": "one\\ntwo\\nthree\\n", "kind": "FileEditorObservation"}"""
                .replace("PATH", bench.path("note.txt"))), written(observation));
        assertEquals("one\ntwo\nthree\n", bench.text("note.txt"));
    }

    @Test
    void aViewedFileIsNumberedWithItsLastLineEnd() throws JsonProcessingException {
        bench.file("note.txt", "one\ntwo\nthree\n");

        assertEquals(json.strict().readTree("""
                {"content": [{"cache_prompt": false, "type": "text", "text":
                 "Here's the result of running `cat -n` on PATH:\\n     1\\tone\\n     2\\ttwo\\n\
                     3\\tthree\\n     4\\t\\n"}],
                 "is_error": false, "command": "view", "path": "PATH", "prev_exist": true,
                 "kind": "FileEditorObservation"}"""
                .replace("PATH", bench.path("note.txt"))), written(bench.view("note.txt")));
    }

    @Test
    void anExistingFileIsNeverOverwritten() throws JsonProcessingException {
        bench.file("note.txt", "one\n");

        var observation = bench.create("note.txt", "two\n");

        assertEquals(json.strict().readTree("""
                {"content": [{"cache_prompt": false, "type": "text", "text":
                 "Invalid `path` parameter: PATH. File already exists at: PATH. Cannot overwrite \
                files using command `create`."}],
                 "is_error": true, "command": "create", "prev_exist": true,
                 "kind": "FileEditorObservation"}"""
                .replace("PATH", bench.path("note.txt"))), written(observation));
        assertEquals("one\n", bench.text("note.txt"));
    }

    @Test
    void aReplacementShowsTheLinesAroundItAndCarriesBothContents() {
        bench.file("a.txt", "1\n2\n3\n4\n5\n6\nseven\n8\n9\n10\n11\n12\n");

        var observation = bench.replace("a.txt", "seven", "7");

        assertFalse(observation.isError());
        assertEquals("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", bench.text("a.txt"));
        assertTrue(said(observation).contains(
                ":\n     3\t3\n     4\t4\n     5\t5\n     6\t6\n     7\t7\n     8\t8\n     9\t9\n"
                        + "    10\t10\n    11\t11\n"));
        assertFalse(said(observation).contains("    12\t12"));
        assertEquals("1\n2\n3\n4\n5\n6\nseven\n8\n9\n10\n11\n12\n", observation.oldContent());
        assertEquals(bench.text("a.txt"), observation.newContent());
    }

    @Test
    void aTextThatIsNowhereIsNamed() {
        bench.file("a.txt", "one\n");

        var observation = bench.replace("a.txt", "two", "three");

        assertTrue(observation.isError());
        assertNull(observation.path());
        assertEquals("No replacement was performed, old_str `two` did not appear verbatim in "
                + bench.path("a.txt") + ".", said(observation));
    }

    @Test
    void aTextInSeveralPlacesIsNamedWithItsLines() {
        bench.file("a.txt", "one\ntwo\none\nthree one\n");

        assertEquals("No replacement was performed. Multiple occurrences of old_str `one` in lines "
                + "[1, 3, 4]. Please ensure it is unique.", said(bench.replace("a.txt", "one", "x")));
        assertEquals("one\ntwo\none\nthree one\n", bench.text("a.txt"));
    }

    @Test
    void countlessPlacesAreNotAllListed() {
        bench.file("a.txt", "one\n".repeat(200_000));

        var said = said(bench.replace("a.txt", "one", "x"));

        assertTrue(said.contains("[1, 2, 3, "));
        assertTrue(said.length() < 500);
    }

    @Test
    void blanksAroundTheSoughtTextAreForgivenWhenItIsNowhereWithThem() {
        bench.file("a.txt", "one\ntwo\n");

        assertFalse(bench.replace("a.txt", "\n  two  \n", "zwei").isError());

        assertEquals("one\nzwei\n", bench.text("a.txt"));
    }

    @Test
    void whatAReplacementNeedsIsSaid() {
        bench.file("a.txt", "one\n");

        assertEquals("Parameter `old_str` is required for command: str_replace.",
                said(bench.replace("a.txt", null, "x")));
        assertEquals("Parameter `new_str` is required for command: str_replace.",
                said(bench.replace("a.txt", "one", null)));
        assertTrue(said(bench.replace("a.txt", "one", "one"))
                .startsWith("Invalid `new_str` parameter: one. No replacement was performed."));
        assertTrue(said(bench.replace("a.txt", "", "x")).startsWith("Invalid `old_str` parameter: "));
    }

    @Test
    void whatTheOtherCommandsNeedIsSaid() {
        bench.file("a.txt", "one\n");

        assertEquals("Parameter `file_text` is required for command: create.",
                said(bench.create("b.txt", null)));
        assertEquals("Parameter `new_str` is required for command: insert.",
                said(bench.insert("a.txt", 0, null)));
        assertEquals("Parameter `insert_line` is required for command: insert.",
                said(bench.run(EditorCommand.INSERT, bench.path("a.txt"), null, null, "x", null,
                        null)));
    }

    @Test
    void anEmptyReplacementDeletes() {
        bench.file("a.txt", "one two three");

        assertFalse(bench.replace("a.txt", " two", "").isError());

        assertEquals("one three", bench.text("a.txt"));
    }

    @Test
    void textIsInsertedAfterALineAtTheStartAndAtTheEnd() {
        bench.file("a.txt", "one\ntwo\n");

        bench.insert("a.txt", 1, "middle");
        bench.insert("a.txt", 0, "start");
        bench.insert("a.txt", 4, "end\n");

        assertEquals("start\none\nmiddle\ntwo\nend\n", bench.text("a.txt"));
    }

    @Test
    void anInsertionShowsTheLinesAroundIt() {
        bench.file("a.txt", "1\n2\n3\n4\n5\n6\n");

        var said = said(bench.insert("a.txt", 1, "x\ny"));

        assertTrue(said.contains(":\n     1\t1\n     2\tx\n     3\ty\n     4\t2\n     5\t3\n"
                + "     6\t4\n     7\t5\n"));
        assertFalse(said.contains("     8\t"));
    }

    @Test
    void anInsertionOutsideTheFileIsRefusedWithItsRange() {
        bench.file("a.txt", "one\ntwo\n");

        assertEquals("Invalid `insert_line` parameter: 3. It should be within the range of lines of "
                + "the file: [0, 2].", said(bench.insert("a.txt", 3, "x")));
        assertTrue(bench.insert("a.txt", -1, "x").isError());
    }

    @Test
    void anEmptyFileTakesAnInsertion() {
        bench.file("a.txt", "");

        assertFalse(bench.insert("a.txt", 0, "one").isError());

        assertEquals("one\n", bench.text("a.txt"));
    }

    @Test
    void aRelativePathIsRefusedWithTheOneThatWasMeant() {
        bench.file("a.txt", "one\n");

        var said = said(bench.run(EditorCommand.VIEW, "a.txt", null, null, null, null, null));

        assertTrue(said.startsWith("Invalid `path` parameter: a.txt. The path should be an absolute "
                + "path"));
        assertTrue(said.endsWith("Maybe you meant " + bench.path("a.txt") + "?"));
    }

    @Test
    void aMissingFileIsNamed() {
        for (var observation : List.of(
                bench.view("none"), bench.replace("none", "a", "b"), bench.insert("none", 0, "x"),
                bench.undo("none"))) {
            assertTrue(said(observation).startsWith("Invalid `path` parameter: "
                    + bench.path("none") + ". The path " + bench.path("none")
                    + " does not exist."));
        }
    }

    @Test
    void aFolderCanOnlyBeViewed() {
        assertTrue(said(bench.replace("", "a", "b")).contains("only the `view` command"));
        assertTrue(said(bench.insert("", 0, "b")).contains("only the `view` command"));
        assertTrue(said(bench.undo("")).contains("only the `view` command"));
    }

    @Test
    void aFileInAMissingFolderIsNotCreated() {
        var said = said(bench.create("no/such/a.txt", "x"));

        assertTrue(said.startsWith("Ran into "));
        assertTrue(said.endsWith("while trying to write to " + bench.path("no/such/a.txt")));
    }

    @Test
    void anUnusablePathIsAnAnswerAndNoException() {
        var bad = bench.run(EditorCommand.VIEW, "/a\0b", null, null, null, null, null);

        assertTrue(said(bad).startsWith("Invalid `path` parameter: "));
    }

    @Test
    void whatIsForbiddenCanNotBeReachedThroughALinkEither() throws Exception {
        var secret = bench.file("server/key", "k3y\n").toRealPath();
        Files.createSymbolicLink(folder.resolve("link"), secret);
        Files.createSymbolicLink(folder.resolve("door"), secret.getParent());
        var careful = new EditorBench(folder, path -> path.startsWith(secret.getParent()));

        for (var observation : List.of(
                careful.view("server/key"), careful.view("link"), careful.view("door/key"),
                careful.view("x/../server/key"), careful.view("server"),
                careful.replace("link", "k3y", "mine"), careful.create("server/new", "x"),
                careful.create("door/new", "x"))) {
            assertTrue(observation.isError());
            assertFalse(said(observation).contains("k3y"));
        }
        assertFalse(said(careful.view("")).contains("server/key"));
        assertEquals("k3y\n", bench.text("server/key"));
    }

    @Test
    void itIsShownToClientsAsTheyKnowIt() throws JsonProcessingException {
        var shown = (ObjectNode) json.strict().readTree(
                json.compact().writeValueAsString(bench.tool.definition()));
        var description = shown.remove("description").asText();

        assertEquals(json.strict().readTree("""
                {"action_type": "FileEditorAction", "observation_type": "FileEditorObservation",
                 "annotations": {"title": "file_editor", "readOnlyHint": false,
                                 "destructiveHint": true, "idempotentHint": false,
                                 "openWorldHint": false},
                 "kind": "FileEditorTool", "title": "file_editor"}"""), shown);
        assertTrue(description.endsWith("Your working directory is " + folder + "."));
        assertFalse(description.contains(".png"));
    }

    @Test
    void aModelThatSeesIsToldOfPictures() {
        var tool = FileEditorTool.factory(_ -> false)
                .create(ToolContexts.seeing(folder), JsonNodeFactory.instance.objectNode())
                .getFirst();

        assertTrue(tool.definition().description().contains(".png"));
    }

    @Test
    void theModelIsShownTheParametersOfTheContract() {
        var shown = ToolSchema.forModel(bench.tool);

        assertEquals(
                List.of("security_risk", "summary", "command", "path", "file_text", "old_str",
                        "new_str", "insert_line", "view_range"),
                shown.get("properties").propertyStream().map(Map.Entry::getKey).toList());
        assertEquals("[\"command\",\"path\"]", shown.get("required").toString());
        assertEquals(
                "[\"view\",\"create\",\"str_replace\",\"insert\",\"undo_edit\"]",
                shown.at("/properties/command/enum").toString());
        assertEquals("integer", shown.at("/properties/view_range/items/type").asText());
    }

    @Test
    void anActionIsWrittenAsClientsKnowItAndReadBack() throws JsonProcessingException {
        var action = new FileEditorAction(
                EditorCommand.VIEW, "/a", null, null, null, null, List.of(1, -1));
        var text = json.compact().writeValueAsString(action);

        assertEquals(json.strict().readTree("""
                {"command": "view", "path": "/a", "view_range": [1, -1],
                 "kind": "FileEditorAction"}"""), json.strict().readTree(text));
        assertEquals(action, json.strict().readValue(text, Action.class));
    }

    @Test
    void contentAboveOneMillionCharactersIsLeftOutOfTheEvent() {
        bench.file("big.txt", "x".repeat(FileEditorObservation.MAX_CONTENT_CHARS) + "\nend\n");

        var observation = bench.replace("big.txt", "end", "END");

        assertFalse(observation.isError());
        assertNull(observation.oldContent());
        assertNull(observation.newContent());
    }

    private ObjectNode written(FileEditorObservation observation) throws JsonProcessingException {
        return (ObjectNode) json.strict().readTree(
                json.compact().writeValueAsString(observation));
    }
}
