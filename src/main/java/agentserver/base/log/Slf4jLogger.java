package agentserver.base.log;

import java.lang.System.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/// One SLF4J logger, which passes everything on to the system logger of the same name.
final class Slf4jLogger extends LegacyAbstractLogger {

    private final transient Logger system;

    Slf4jLogger(Logger system) {
        this.system = system;
        name = system.getName();
    }

    @Override
    public boolean isTraceEnabled() {
        return system.isLoggable(Logger.Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return system.isLoggable(Logger.Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return system.isLoggable(Logger.Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return system.isLoggable(Logger.Level.WARNING);
    }

    @Override
    public boolean isErrorEnabled() {
        return system.isLoggable(Logger.Level.ERROR);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return Slf4jLogger.class.getName();
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
        system.log(levelOf(level), MessageFormatter.basicArrayFormat(pattern, arguments), thrown);
    }

    private static Logger.Level levelOf(Level level) {
        return switch (level) {
            case TRACE -> Logger.Level.TRACE;
            case DEBUG -> Logger.Level.DEBUG;
            case INFO -> Logger.Level.INFO;
            case WARN -> Logger.Level.WARNING;
            case ERROR -> Logger.Level.ERROR;
        };
    }
}
