package agentserver.base.log;

import agentserver.base.secret.Secret;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Optional;

/// The log of this process: decides what is written, how, and where to.
///
/// Application code logs through [System#getLogger(String)], which ends here; the access log has a
/// call of its own, [#access]. Everything in here may be called by any thread and returns without
/// waiting for the disk or the terminal (see [LogWriter]); [#close] waits until all is written.
///
/// Loggers of other libraries are heard from `WARNING` up, whatever the level.
public final class Log implements AutoCloseable {

    private static final String OURS = "agentserver";

    private final LogWriter writer;
    private volatile int threshold = LogSettings.initial().level().getSeverity();
    private volatile boolean json;

    /// A log that writes to `stream`, at first as [LogSettings#initial] says.
    public Log(OutputStream stream) {
        writer = new LogWriter(new LogOutlets(stream));
    }

    /// The log behind [System#getLogger(String)]; where another library has taken that place, a log
    /// of its own on standard error, to be asked for once.
    public static Log installed() {
        return System.LoggerFinder.getLoggerFinder() instanceof LogFinder finder
                ? finder.log() : toStandardError();
    }

    static Log toStandardError() {
        return new Log(new FileOutputStream(FileDescriptor.err));
    }

    /// A logger of this log, whichever [System#getLogger(String)] gives.
    public System.Logger logger(String name) {
        return new ServerLogger(this, name);
    }

    /// Takes new settings; lines already given are written under the old ones.
    ///
    /// @throws IOException when the log file can't be opened; then nothing has changed
    public void configure(LogSettings settings) throws IOException {
        writer.configure(settings);
        json = settings.json();
        threshold = settings.level().getSeverity();
    }

    /// Changes the least important level that is written, at once.
    public void level(Level level) {
        threshold = level.getSeverity();
    }

    /// Replaces the set of secrets that no line may contain.
    public void redact(Collection<Secret> secrets) {
        writer.redact(new LineRedactor(secrets.stream().map(Secret::reveal).toList()));
    }

    /// Whether access lines are written. Asking is as cheap as reading a field.
    public boolean isAccessLogged() {
        return threshold <= Level.INFO.getSeverity();
    }

    /// Writes a line about an answered request; nothing when access lines are not written.
    public void access(Access access) {
        if (isAccessLogged()) {
            writer.add(new Entry.Answered(System.currentTimeMillis(), access));
        }
    }

    /// Waits until all lines given so far are written, and writes later ones in the caller's
    /// thread: the process is about to end. Twice is no error.
    @Override
    public void close() {
        writer.close();
    }

    /// Waits, not for long, until all lines given so far are written.
    public void flush() {
        var _ = writer.flush(); // late is no error for who only wants to look
    }

    boolean isLogged(String logger, Level level) {
        var severity = level.getSeverity();
        return severity >= threshold && level != Level.OFF
                && (severity >= Level.WARNING.getSeverity() || logger.startsWith(OURS));
    }

    void line(String logger, Level level, String message, Optional<Throwable> thrown) {
        var caller = json ? Caller.find() : Optional.<Caller>empty();
        var origin = new Entry.Origin(
                logger, LogScope.requestId(), LogScope.conversationId(), caller);
        writer.add(new Entry.Line(System.currentTimeMillis(), level, origin, message, thrown));
    }

    /// Lines that were given up because nobody took them off the queue in time.
    public long droppedLines() {
        return writer.droppedLines();
    }

}
