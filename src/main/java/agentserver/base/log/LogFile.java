package agentserver.base.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;

/// The file `app.log`, which is closed under another name from time to time: `app.log.2026-01-02`.
///
/// Trouble with the disk never reaches the application: what can't be written is left out, and the
/// next write tries again. Guarded by its owner's lock.
final class LogFile implements AutoCloseable {

    static final String NAME = "app.log";

    private static final String MOMENT = "yyyy-MM-dd_HH-mm-ss-SSS";

    private final LogSettings.ToFile settings;
    private final InstantSource clock;
    private final Path path;
    private OutputStream out;
    private boolean broken;
    private long sizeBytes;
    private LocalDateTime begun;

    private LogFile(LogSettings.ToFile settings, InstantSource clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        path = settings.directory().resolve(NAME);
        open();
    }

    /// Opens the file, at the end of what an earlier process wrote.
    ///
    /// @throws IOException when the directory or the file can't be made or written
    static LogFile open(LogSettings.ToFile settings, InstantSource clock) throws IOException {
        Files.createDirectories(settings.directory());
        return new LogFile(settings, clock);
    }

    void write(LineBuffer lines) {
        try {
            if (broken) {
                open();
                broken = false;
            }
            if (isDue(lines.size())) {
                rotate();
            }
            lines.writeTo(out);
            sizeBytes += lines.size();
        } catch (IOException _) { // must not stop the server; standard error has the lines
            close();
            broken = true;
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException _) { // unbuffered: there is nothing left to lose
        }
    }

    private void open() throws IOException {
        var existed = Files.exists(path);
        begun = existed ? local(Files.getLastModifiedTime(path).toInstant()) : now();
        out = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        sizeBytes = Files.size(path);
    }

    private boolean isDue(int moreBytes) {
        return switch (settings.rotation()) {
            case Rotation.Every every -> !now().isBefore(every.endOf(begun));
            case Rotation.Beyond beyond ->
                    sizeBytes > 0 && sizeBytes + moreBytes > beyond.limitBytes();
        };
    }

    private void rotate() throws IOException {
        close();
        try {
            if (sizeBytes > 0) {
                moveAway();
                prune();
            }
        } catch (IOException _) { // the old file goes on, which is better than losing lines
        }
        open();
        begun = now();
    }

    /// Moves the file to a name that is free, and by which closed files sort in time.
    private void moveAway() throws IOException {
        var name = NAME + "." + switch (settings.rotation()) {
            case Rotation.Every every -> named(every.naming(), every.startOf(begun));
            case Rotation.Beyond _ -> named(MOMENT, now());
        };
        for (int i = 0; i < 1_000; i++) {
            var target = path.resolveSibling(i == 0 ? name : name + "." + i);
            try {
                Files.createFile(target); // takes the name, so that no other closed file is lost
            } catch (FileAlreadyExistsException _) {
                continue;
            }
            Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
    }

    private static String named(String pattern, LocalDateTime time) {
        return DateTimeFormatter.ofPattern(pattern).format(time);
    }

    private void prune() throws IOException {
        if (settings.keep() == 0) {
            return;
        }
        try (var siblings = Files.list(settings.directory())) {
            var closed = siblings
                    .filter(file -> file.getFileName().toString().startsWith(NAME + "."))
                    .sorted(Comparator.comparing((Path file) -> file.getFileName().toString())
                            .reversed())
                    .skip(settings.keep()).toList();
            for (var old : closed) {
                Files.deleteIfExists(old);
            }
        }
    }

    private LocalDateTime now() {
        return local(clock.instant());
    }

    private static LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
    }
}
