package agentserver.base.log;

import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;

/// One named logger. Any thread may use it.
record ServerLogger(Log log, String name) implements System.Logger {

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return log.isLogged(name, level);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
        if (isLoggable(level)) {
            log.line(name, level, translated(bundle, message), Optional.ofNullable(thrown));
        }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
        if (isLoggable(level)) {
            log.line(name, level, filled(translated(bundle, format), parameters), Optional.empty());
        }
    }

    private static String translated(ResourceBundle bundle, String key) {
        var text = String.valueOf(key);
        if (bundle == null) {
            return text;
        }
        try {
            return bundle.getString(text);
        } catch (MissingResourceException | ClassCastException _) { // a key is better than nothing
            return text;
        }
    }

    private static String filled(String format, Object[] parameters) {
        if (parameters == null || parameters.length == 0) {
            return format;
        }
        try {
            return MessageFormat.format(format, parameters);
        } catch (IllegalArgumentException _) { // a bad pattern must not lose the line
            return format;
        }
    }
}
