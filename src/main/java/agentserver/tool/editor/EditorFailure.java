package agentserver.tool.editor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Why a command can't be carried out, in words for the model. Source: contract 10 §3.3.
final class EditorFailure extends RuntimeException {

    EditorFailure(String message) {
        super(message, null, false, false);
    }

    static EditorFailure invalid(String parameter, Object value, String hint) {
        return new EditorFailure("Invalid `" + parameter + "` parameter: " + value + ". " + hint);
    }

    static EditorFailure missing(String parameter, EditorCommand command) {
        return new EditorFailure("Parameter `" + parameter + "` is required for command: "
                + command.wireName() + ".");
    }

    static EditorFailure unfit(String path, String reason) {
        return new EditorFailure("File validation failed for " + path + ": " + reason);
    }

    static EditorFailure reading(String path, IOException cause) {
        return new EditorFailure(
                "Ran into " + reason(cause) + " while trying to read " + path);
    }

    static EditorFailure writing(String path, IOException cause) {
        return new EditorFailure(
                "Ran into " + reason(cause) + " while trying to write to " + path);
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "a missing file or folder";
            case AccessDeniedException _ -> "a denied permission";
            case FileSystemException e when e.getReason() != null -> "'" + e.getReason() + "'";
            default -> "'" + cause.getMessage() + "'";
        };
    }
}
