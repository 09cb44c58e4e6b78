package agentserver.tool.editor;

import agentserver.llm.Content;
import agentserver.llm.TextContent;
import agentserver.tool.Observation;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/// What the file editor answers.
///
/// ```json
/// {"kind": "FileEditorObservation", "is_error": false, "command": "create",
///  "content": [{"type": "text", "text": "File created successfully at: /srv/a.txt"}],
///  "path": "/srv/a.txt", "prev_exist": false, "old_content": null, "new_content": "one\n"}
/// ```
///
/// `path` is null in a failure. `old_content` and `new_content` are whole files, null where the command
/// doesn't change one, where the file didn't or doesn't exist, and above 1,048,576 characters: each
/// event would carry the file twice. Source: contract 10 §3.2, §13.10.
public record FileEditorObservation(
        List<Content> content,
        @JsonProperty("is_error") boolean isError,
        EditorCommand command,
        String path,
        Boolean prevExist,
        String oldContent,
        String newContent) implements Observation {

    static final int MAX_CONTENT_CHARS = 1 << 20;

    public FileEditorObservation {
        content = content == null ? List.of() : List.copyOf(content);
        Objects.requireNonNull(command, "command");
        prevExist = prevExist == null || prevExist;
    }

    static FileEditorObservation failed(EditorCommand command, String message) {
        return new FileEditorObservation(
                List.of(TextContent.of(message)), true, command, null, true, null, null);
    }

    static FileEditorObservation seen(String path, List<Content> content) {
        return new FileEditorObservation(
                content, false, EditorCommand.VIEW, path, true, null, null);
    }

    static FileEditorObservation created(String path, String text) {
        return new FileEditorObservation(
                List.of(TextContent.of("File created successfully at: " + path)),
                false, EditorCommand.CREATE, path, false, null, capped(text));
    }

    static FileEditorObservation changed(
            EditorCommand command, String path, String message, String before, String after) {
        return new FileEditorObservation(
                List.of(TextContent.of(message)), false, command, path, true, capped(before),
                capped(after));
    }

    /// A creation that was taken back: there was a file, and there is none.
    static FileEditorObservation removed(String path, String before) {
        var message = "The creation of " + path + " was undone: the file is gone.";
        return new FileEditorObservation(
                List.of(TextContent.of(message)), false, EditorCommand.UNDO_EDIT, path, true,
                capped(before), null);
    }

    private static String capped(String text) {
        return text.length() > MAX_CONTENT_CHARS ? null : text;
    }
}
