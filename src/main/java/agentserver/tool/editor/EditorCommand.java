package agentserver.tool.editor;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// What the file editor is asked to do. Source: contract 10 §3.1.
public enum EditorCommand {
    @JsonProperty("view")
    VIEW,
    @JsonProperty("create")
    CREATE,
    @JsonProperty("str_replace")
    STR_REPLACE,
    @JsonProperty("insert")
    INSERT,
    @JsonProperty("undo_edit")
    UNDO_EDIT;

    /// The name on the wire, `str_replace`.
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
