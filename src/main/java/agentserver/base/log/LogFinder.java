package agentserver.base.log;

import java.lang.System.Logger;

/// Makes this log the one behind [System#getLogger(String)]: the JDK finds it through the module's
/// `provides`, makes one of it, and keeps it.
public final class LogFinder extends System.LoggerFinder {

    private final Log log = Log.toStandardError();

    /// For the JDK alone. What is still queued when the process ends is written then.
    public LogFinder() {
        Runtime.getRuntime().addShutdownHook(new Thread(log::close, "log-close"));
    }

    @Override
    public Logger getLogger(String name, Module module) {
        return new ServerLogger(log, name);
    }

    Log log() {
        return log;
    }
}
