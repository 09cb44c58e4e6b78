package agentserver.base.store;

import agentserver.base.fault.Fault;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// What a caller is told of a failed reading or writing: which kind of failure it was, in the words of the
/// operating system, and an id under which the log has the rest. Paths and contents of files stay there.
public final class DiskFailure {

    private static final int MAX_CAUSES = 10;
    private static final List<String> KINDS = List.of(
            "No space left on device", "Disk quota exceeded", "Read-only file system",
            "Permission denied", "Operation not permitted", "Too many open files",
            "Input/output error", "File too large", "File name too long", "Is a directory",
            "Not a directory", "Directory not empty", "No such file or directory", "File exists",
            "Stale file handle", "No locks available", "Function not implemented");
    private static final Logger LOG = System.getLogger(DiskFailure.class.getName());

    private DiskFailure() {}

    /// @param what what could not be done; callers read it
    public static Fault.Failed of(String what, Throwable cause) {
        var id = UUID.randomUUID().toString().replace("-", "");
        LOG.log(Level.ERROR, "error_id {0}: {1}: {2}", id, what, cause);
        return new Fault.Failed(what + ": " + kind(cause) + " (error_id " + id + ")");
    }

    private static String kind(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .flatMap(cause -> ofOne(cause).stream())
                .findFirst().orElse("its files can't be used");
    }

    private static Optional<String> ofOne(Throwable cause) {
        return switch (cause) {
            case NoSuchFileException _ -> Optional.of("No such file or directory");
            case AccessDeniedException _ -> Optional.of("Permission denied");
            case DirectoryNotEmptyException _ -> Optional.of("Directory not empty");
            case CharacterCodingException _ -> Optional.of("Not a text");
            case FileAlreadyExistsException _ -> Optional.of("File exists");
            default -> Optional.ofNullable(cause.getMessage()).flatMap(text ->
                    KINDS.stream().filter(text::contains).findFirst());
        };
    }
}
