package agentserver.tool.editor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/// Changes files. Each change reads its file once and replaces it in one move.
///
/// Any thread may call it. `lock` makes the changes of one conversation come one after the other, as
/// two at once could lose one, and guards `history`.
///
/// Deliberate differences from the reference: line ends, a byte order mark and a missing last line end
/// stay as they are; an edit is taken back only from the file that it left; taking back a creation
/// removes the file; a text that the file's encoding lacks is refused. Source: contract 10 §3.6, §3.7, §13.9.
final class FileEditor {

    private static final int CONTEXT_LINES = 4;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final EditHistory history = new EditHistory();
    private final EditorPaths paths;

    FileEditor(EditorPaths paths) {
        this.paths = paths;
    }

    FileEditorObservation create(String shown, String text) throws InterruptedException {
        return locked(() -> {
            var file = paths.absent(shown);
            var bytes = TextFile.newBytes(shown, text);
            try {
                AtomicFile.create(file, bytes);
            } catch (IOException cause) {
                throw EditorFailure.writing(shown, cause);
            }
            history.push(file, EditHistory.Edit.creation(bytes));
            return FileEditorObservation.created(shown, text);
        });
    }

    FileEditorObservation replace(String shown, String wanted, String replacement)
            throws InterruptedException {
        return locked(() -> {
            var file = editable(shown);
            var lines = new LineText(file.text());
            var found = OnlyMatch.of(shown, lines, wanted);
            var changed = lines.replaced(found.start(), found.length(), replacement);
            return changed(
                    EditorCommand.STR_REPLACE, file, changed, lines.lineAt(found.start()),
                    newlines(replacement));
        });
    }

    FileEditorObservation insert(String shown, int afterLine, String inserted)
            throws InterruptedException {
        return locked(() -> {
            var file = editable(shown);
            var lines = new LineText(file.text());
            if (afterLine < 0 || afterLine > lines.lines()) {
                throw EditorFailure.invalid("insert_line", afterLine, "It should be within the "
                        + "range of lines of the file: [0, " + lines.lines() + "].");
            }
            var start = lines.startAfter(afterLine);
            var closed = inserted.endsWith("\n") ? inserted : inserted + "\n";
            var unended = start > 0 && lines.seen().charAt(start - 1) != '\n';
            // After a last line without a line end, the new last line has none either.
            var fitting = unended ? "\n" + withoutLastEnd(closed) : closed;
            var changed = lines.replaced(start, 0, fitting);
            return changed(
                    EditorCommand.INSERT, file, changed, afterLine + 1, newlines(closed) - 1);
        });
    }

    FileEditorObservation undo(String shown) throws InterruptedException {
        return locked(() -> {
            var real = notFolder(shown, paths.existing(shown));
            var edit = history.last(real).orElseThrow(
                    () -> new EditorFailure("No edit history found for " + shown + "."));
            var now = TextFile.read(shown, real);
            if (!edit.left(now.bytes())) {
                throw new EditorFailure("The last edit of " + shown + " was not undone: the file "
                        + "was changed by something else since, and that change would be lost.");
            }
            return undone(now, edit);
        });
    }

    void forget() {
        lock.lock();
        try {
            history.clear();
        } finally {
            lock.unlock();
        }
    }

    private interface Change {
        FileEditorObservation make() throws InterruptedException;
    }

    private FileEditorObservation locked(Change change) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return change.make();
        } finally {
            lock.unlock();
        }
    }

    private FileEditorObservation undone(TextFile now, EditHistory.Edit edit) {
        if (edit.created()) {
            try {
                Files.delete(now.real());
            } catch (IOException cause) {
                throw EditorFailure.writing(now.shown(), cause);
            }
            history.pop(now.real());
            return FileEditorObservation.removed(now.shown(), now.text());
        }
        var before = edit.before(now.bytes());
        write(now, before);
        history.pop(now.real());
        var text = TextEncoding.of(before).orElse(now.encoding()).decode(before);
        var message = "The last edit of " + now.shown() + " was undone. "
                + FileViewer.whole(now.shown(), new LineText(text));
        return FileEditorObservation.changed(
                EditorCommand.UNDO_EDIT, now.shown(), message, now.text(), text);
    }

    private TextFile editable(String shown) throws InterruptedException {
        return TextFile.read(shown, notFolder(shown, paths.existing(shown)));
    }

    private static Path notFolder(String shown, Path real) {
        if (Files.isDirectory(real)) {
            throw EditorFailure.invalid("path", shown, "The path " + shown + " is a directory, and "
                    + "only the `view` command can be used on directories.");
        }
        return real;
    }

    /// Writes the changed text and shows the lines around the change.
    private FileEditorObservation changed(
            EditorCommand command, TextFile file, String text, int firstLine, int moreLines) {
        var bytes = file.with(text);
        write(file, bytes);
        history.push(file.real(), EditHistory.Edit.change(file.bytes(), bytes));
        var lines = new LineText(text);
        var from = Math.max(1, firstLine - CONTEXT_LINES);
        var to = Math.min(lines.lines(), firstLine + moreLines + CONTEXT_LINES);
        var message = "The file " + file.shown() + " has been edited. "
                + "Here's the result of running `cat -n` on the lines around the change:\n"
                + NumberedLines.of(lines.excerpt(from, to), from)
                + "Check that the change is what you meant (indentation, nothing twice), and edit "
                + "again if not.";
        return FileEditorObservation.changed(command, file.shown(), message, file.text(), text);
    }

    private static void write(TextFile file, byte[] bytes) {
        try {
            AtomicFile.replace(file.real(), bytes);
        } catch (IOException cause) {
            throw EditorFailure.writing(file.shown(), cause);
        }
    }

    private static String withoutLastEnd(String text) {
        var end = text.endsWith("\r\n") ? 2 : 1;
        return text.substring(0, text.length() - end);
    }

    private static int newlines(String text) {
        return (int) text.chars().filter(symbol -> symbol == '\n').count();
    }
}
