package agentserver.base.log;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Turns entries into bytes and sends these to standard error and, where wanted, to the log file.
/// Guarded by its owner's lock.
final class LogOutlets {

    private static final int LARGE_BYTES = 1 << 18;

    private final OutputStream stream;
    private final LineBuffer lines = new LineBuffer();
    private LineFormat format = new PlainFormat();
    private LineRedactor redactor = new LineRedactor(List.of());
    private Optional<LogFile> file = Optional.empty();

    LogOutlets(OutputStream stream) {
        this.stream = stream;
    }

    void configure(LogSettings settings) throws IOException {
        Optional<LogFile> opened = Optional.empty();
        if (settings.file().isPresent()) {
            opened = Optional.of(LogFile.open(settings.file().get(), InstantSource.system()));
        }
        file.ifPresent(LogFile::close);
        file = opened;
        format = settings.json() ? new JsonFormat() : new PlainFormat();
    }

    void redact(LineRedactor fresh) {
        redactor = fresh;
    }

    void add(Entry entry) {
        int before = lines.size();
        try {
            format(entry);
        } catch (RuntimeException thrown) { // half a line is worse than none
            lines.truncate(before);
            throw thrown;
        }
        if (lines.size() > LARGE_BYTES) {
            flush();
        }
    }

    private void format(Entry entry) {
        switch (entry) {
            case Entry.Line line -> format.line(line, redactor, lines);
            case Entry.Answered answered -> format.access(answered, redactor, lines);
            case Entry.Mark _ -> { }
        }
    }

    void flush() {
        if (lines.size() == 0) {
            return;
        }
        try {
            lines.writeTo(stream);
            stream.flush();
        } catch (IOException _) { // nobody reads standard error: there is no place left to say so
        }
        file.ifPresent(log -> log.write(lines));
        lines.clear();
    }
}
