package agentserver.tool.editor;

import agentserver.tool.Action;
import java.util.List;
import java.util.Objects;

/// One request to the file editor. All but `command` and `path` may be null.
///
/// ```json
/// {"kind": "FileEditorAction", "command": "str_replace", "path": "/srv/a.txt", "file_text": null,
///  "old_str": "one", "new_str": "two", "insert_line": null, "view_range": null}
/// ```
///
/// Which command needs what is checked by the tool, so that the model gets an answer that it can use.
/// Source: contract 10 §3.1.
///
/// @param insertLine the line after which text goes in, from 0
/// @param viewRange  first and last line, from 1; -1 as the last is the end
public record FileEditorAction(
        EditorCommand command,
        String path,
        String fileText,
        String oldStr,
        String newStr,
        Integer insertLine,
        List<Integer> viewRange) implements Action {

    public FileEditorAction {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(path, "path");
        viewRange = viewRange == null ? null : List.copyOf(viewRange);
    }
}
