package agentserver.tool.editor;

import agentserver.tool.SingleToolFactory;
import agentserver.tool.Tool;
import agentserver.tool.ToolAnnotations;
import agentserver.tool.ToolContext;
import agentserver.tool.ToolDefinition;
import agentserver.tool.ToolFactory;
import agentserver.tool.ToolSchema;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// `file_editor`: views and changes files anywhere on the machine, except what the server keeps to
/// itself.
///
/// Whatever goes wrong is an observation with `is_error`, never an exception. Any thread may call it;
/// changes come one after the other. The history for `undo_edit` lives as long as the tool.
/// Source: contract 10 §3.
public final class FileEditorTool implements Tool<FileEditorAction> {

    /// The registered name, and the name in calls.
    public static final String NAME = "file_editor";

    private static final String DESCRIPTION = """
            Views, creates and edits files. Paths are absolute.

            Commands:
            - `view`: a file with numbered lines (all, or those of `view_range`), or a folder with \
            what is in it, two levels deep, without hidden entries. Output is cut at 16,000 \
            characters; narrow it with `view_range`.
            - `create`: a new file with `file_text`. Its folder must exist; an existing file is never \
            overwritten.
            - `str_replace`: puts `new_str` where `old_str` is. `old_str` must be in the file exactly \
            once, character for character, blanks included: take whole lines and enough of them. An \
            empty `new_str` deletes.
            - `insert`: puts `new_str` after line `insert_line`; 0 is the beginning of the file.
            - `undo_edit`: takes back the last change that this tool made to the file, up to ten of \
            them, unless something else has changed the file since. Taking back a `create` removes \
            the file.

            View a file before you edit it. Line ends, encoding and permissions of an edited file stay \
            as they are. Text files up to 10 MB can be viewed and edited.""";

    private static final String IMAGES =
            "\n\n`view` of a .png, .jpg, .jpeg, .gif, .webp or .bmp file shows you the picture.";

    private static final ObjectNode PARAMETERS = parametersOfAll();

    private final ToolContext context;
    private final EditorPaths paths;
    private final FileEditor editor;
    private final FileViewer viewer;

    private FileEditorTool(ToolContext context, Predicate<Path> forbidden) {
        this.context = context;
        paths = new EditorPaths(context.workingDir(), forbidden);
        editor = new FileEditor(paths);
        viewer = new FileViewer(forbidden);
    }

    /// @param forbidden true for files and folders that tools must not touch; asked about real paths,
    ///        links resolved, by several threads
    public static ToolFactory factory(Predicate<Path> forbidden) {
        return new SingleToolFactory(
                NAME,
                List.of(FileEditorAction.class, FileEditorObservation.class),
                context -> new FileEditorTool(context, forbidden));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ToolDefinition definition() {
        var description = DESCRIPTION + (context.modelSees() ? IMAGES : "")
                + "\n\nYour working directory is " + context.workingDir() + ".";
        var annotations = new ToolAnnotations(NAME, false, true, false, false);
        return ToolDefinition.of("FileEditorTool", NAME, description, "FileEditor", annotations);
    }

    @Override
    public ObjectNode parameters() {
        return PARAMETERS.deepCopy();
    }

    @Override
    public Class<FileEditorAction> actionType() {
        return FileEditorAction.class;
    }

    @Override
    public FileEditorObservation run(FileEditorAction action) throws InterruptedException {
        try {
            return switch (action.command()) {
                case VIEW -> view(action);
                case CREATE -> create(action);
                case STR_REPLACE -> replace(action);
                case INSERT -> insert(action);
                case UNDO_EDIT -> editor.undo(action.path());
            };
        } catch (EditorFailure failure) {
            return FileEditorObservation.failed(action.command(), failure.getMessage());
        }
    }

    @Override
    public void close() {
        editor.forget();
    }

    private FileEditorObservation view(FileEditorAction action) throws InterruptedException {
        var range = Optional.ofNullable(action.viewRange());
        var real = paths.existing(action.path());
        return FileEditorObservation.seen(
                action.path(), viewer.view(action.path(), real, range));
    }

    private FileEditorObservation create(FileEditorAction action) throws InterruptedException {
        return editor.create(action.path(), given("file_text", action.fileText(), action));
    }

    private FileEditorObservation replace(FileEditorAction action) throws InterruptedException {
        var wanted = given("old_str", action.oldStr(), action);
        var replacement = given("new_str", action.newStr(), action);
        if (wanted.isEmpty()) {
            throw EditorFailure.invalid("old_str", wanted, "It must not be empty; use `insert` to "
                    + "add text.");
        }
        if (wanted.equals(replacement)) {
            throw EditorFailure.invalid("new_str", replacement, "No replacement was performed. "
                    + "`new_str` and `old_str` must be different.");
        }
        return editor.replace(action.path(), wanted, replacement);
    }

    private FileEditorObservation insert(FileEditorAction action) throws InterruptedException {
        var line = given("insert_line", action.insertLine(), action);
        return editor.insert(action.path(), line, given("new_str", action.newStr(), action));
    }

    private static <T> T given(String parameter, T value, FileEditorAction action) {
        return Optional.ofNullable(value)
                .orElseThrow(() -> EditorFailure.missing(parameter, action.command()));
    }

    private static ObjectNode parametersOfAll() {
        var commands = Stream.of(EditorCommand.values())
                .map(EditorCommand::wireName).toArray(String[]::new);
        return new ToolSchema()
                .required("command", ToolSchema.oneOf("What to do.", commands))
                .required("path", ToolSchema.text("Absolute path of a file, or of a folder to view."))
                .optional("file_text", ToolSchema.text("For `create`: the content of the file."))
                .optional("old_str", ToolSchema.text(
                        "For `str_replace`: the text to replace, exactly as it is in the file."))
                .optional("new_str", ToolSchema.text(
                        "For `str_replace` and `insert`: the text to put in."))
                .optional("insert_line", ToolSchema.integer(
                        "For `insert`: the line after which `new_str` goes, from 0 to the number of "
                                + "lines."))
                .optional("view_range", ToolSchema.list(
                        "For `view` of a file: first and last line, counted from 1, as [11, 20]. -1 "
                                + "as the last line is the end of the file.",
                        ToolSchema.integer("")))
                .build();
    }
}
