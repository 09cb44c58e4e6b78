package agentserver.cli;

import agentserver.base.log.Log;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lets a server run until SIGTERM or SIGINT, then stops it; a second SIGINT ends the process at once.
///
/// The exit code is 128 and the number of the signal, as shells write it: 143 and 130.
public final class Stopping {

    private static final Logger LOG = System.getLogger(Stopping.class.getName());
    private static final int KILLED = 128;

    private enum Signal {
        TERM(15), INT(2);

        final int number;

        Signal(int number) {
            this.number = number;
        }
    }

    private final AutoCloseable server;
    private final Log log;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private Stopping(AutoCloseable server, Log log) {
        this.server = server;
        this.log = log;
    }

    /// Hears the signals from now on.
    public static Stopping of(AutoCloseable server, Log log) {
        var stopping = new Stopping(server, log);
        for (var signal : Signal.values()) {
            Signals.on(signal.name(), () -> stopping.stop(signal));
        }
        return stopping;
    }

    /// Never returns: the process ends.
    public int await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) { // nobody does that
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private void stop(Signal signal) {
        if (stopping.compareAndSet(false, true)) {
            LOG.log(Level.INFO, "Received signal SIG" + signal + " (" + signal.number
                    + "), shutting down...");
            try {
                server.close();
            } catch (Exception e) { // the border: the process ends all the same
                LOG.log(Level.ERROR, "the server did not stop cleanly", e);
            }
            log.close();
            System.exit(KILLED + signal.number);
        }
        if (signal == Signal.INT) {
            LOG.log(Level.WARNING, "told to stop a second time: this is at once");
            log.flush();
            Runtime.getRuntime().halt(KILLED + signal.number);
        }
    }
}
