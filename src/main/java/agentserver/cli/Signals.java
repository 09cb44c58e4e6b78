package agentserver.cli;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// Hears the signals that operators send.
///
/// The Java virtual machine lets a program hear signals through `sun.misc.Signal` alone, in the
/// supported module `jdk.unsupported`. Its mere name is a warning that the compiler can't be told to
/// leave out, and warnings are errors here: therefore, and only therefore, it is reached by reflection.
public final class Signals {

    private static final Logger LOG = System.getLogger(Signals.class.getName());

    private Signals() {}

    /// Calls `action`, on a thread of its own, at each signal of that name (`HUP`, `TERM`) instead of
    /// what the virtual machine does by itself. Where that can't be had, a warning says so.
    public static void on(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (_, method, _) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                }
                return null;
            };
            signal.getMethod("handle", signal, handler).invoke(null,
                    signal.getConstructor(String.class).newInstance(name),
                    Proxy.newProxyInstance(Signals.class.getClassLoader(),
                            new Class<?>[] {handler}, calls));
        } catch (ReflectiveOperationException e) { // as of a virtual machine started with -Xrs
            LOG.log(Level.WARNING, "SIG" + name + " is not heard", e);
        }
    }
}
