package agentserver.server.init;

import agentserver.base.fault.Fault;
import agentserver.config.InitRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Makes a dormant server ready: once, by one caller, and wholly or not at all. Any thread may call it.
public final class Init {

    private static final Logger LOG = System.getLogger(Init.class.getName());

    private final Lifecycle lifecycle;
    private final Preparation preparation;

    public Init(Lifecycle lifecycle, Preparation preparation) {
        this.lifecycle = lifecycle;
        this.preparation = preparation;
    }

    /// How far it is.
    public InitStatus status() {
        return lifecycle.status();
    }

    /// Tries once. When it fails, everything is as before but for the error in [#status], and it may be
    /// tried again; a request that is refused as wrong leaves not even that.
    ///
    /// @throws Fault.Refused at once, when another caller is at it or was before
    /// @throws Fault.Invalid when the request asks for what can't be
    /// @throws Fault.Failed when it did not work, saying why
    public InitStatus run(InitRequest request) {
        var before = lifecycle.move(InitStatus.of(InitState.INITIALIZING));
        try (var attempt = new Attempt()) {
            var commit = preparation.prepare(request, attempt);
            attempt.commit();
            commit.run();
            lifecycle.move(InitStatus.of(InitState.READY));
            return lifecycle.status();
        } catch (Throwable e) { // the border of an init: whatever broke, the server is dormant again
            throw failed(before, e);
        }
    }

    /// Called when all is undone: who sees `dormant` may try again.
    private Fault failed(InitStatus before, Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Fault.Invalid invalid) {
            lifecycle.move(before);
            return invalid;
        }
        var error = describe(failure);
        lifecycle.move(new InitStatus(InitState.DORMANT, error));
        if (failure instanceof IOException || failure instanceof Fault) {
            LOG.log(Level.WARNING, "the init failed, the server is dormant again: {0}", error);
        } else {
            LOG.log(Level.ERROR, "the init failed, the server is dormant again", failure);
        }
        return new Fault.Failed(error);
    }

    /// `<ExceptionClass>: <message>`; no message of a failure that nobody foresaw, as it may hold a
    /// secret.
    private static String describe(Throwable failure) {
        var cause = failure.getCause() instanceof IOException io ? io : failure;
        var name = cause.getClass().getSimpleName();
        return failure instanceof IOException || failure instanceof Fault
                ? name + ": " + failure.getMessage() : name;
    }
}
