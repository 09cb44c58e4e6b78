package agentserver.base.log;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;

/// What the log writes, and where to besides standard error.
///
/// @param level the least important level that is written
/// @param json  one JSON object a line, instead of lines for people
public record LogSettings(Level level, boolean json, Optional<ToFile> file) {

    /// A copy of the log in `app.log`.
    ///
    /// @param keep how many closed files stay beside it; 0 keeps all
    public record ToFile(Path directory, Rotation rotation, int keep) {}

    /// Lines for people, from `INFO` up: what holds until the configuration is known.
    public static LogSettings initial() {
        return new LogSettings(Level.INFO, false, Optional.empty());
    }
}
