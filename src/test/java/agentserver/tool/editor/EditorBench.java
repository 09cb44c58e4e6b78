package agentserver.tool.editor;

import agentserver.llm.TextContent;
import agentserver.tool.ToolContexts;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// A file editor in a folder of its own, and short words for what tests ask of it.
final class EditorBench {

    final Path folder;
    final FileEditorTool tool;

    EditorBench(Path folder) {
        this(folder, _ -> false);
    }

    EditorBench(Path folder, Predicate<Path> forbidden) {
        this.folder = folder;
        var made = FileEditorTool.factory(forbidden)
                .create(ToolContexts.in(folder), JsonNodeFactory.instance.objectNode());
        tool = (FileEditorTool) made.getFirst();
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    Path file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Path file(String name, byte[] bytes) {
        try {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    byte[] bytes(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    FileEditorObservation view(String name) {
        return run(EditorCommand.VIEW, path(name), null, null, null, null, null);
    }

    FileEditorObservation view(String name, Integer... range) {
        return run(EditorCommand.VIEW, path(name), null, null, null, null, List.of(range));
    }

    FileEditorObservation create(String name, String text) {
        return run(EditorCommand.CREATE, path(name), text, null, null, null, null);
    }

    FileEditorObservation replace(String name, String before, String after) {
        return run(EditorCommand.STR_REPLACE, path(name), null, before, after, null, null);
    }

    FileEditorObservation insert(String name, int line, String text) {
        return run(EditorCommand.INSERT, path(name), null, null, text, line, null);
    }

    FileEditorObservation undo(String name) {
        return run(EditorCommand.UNDO_EDIT, path(name), null, null, null, null, null);
    }

    FileEditorObservation run(
            EditorCommand command, String path, String fileText, String before, String after,
            Integer line, List<Integer> range) {
        try {
            return tool.run(new FileEditorAction(
                    command, path, fileText, before, after, line, range));
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    static String said(FileEditorObservation observation) {
        return ((TextContent) observation.content().getFirst()).text();
    }
}
