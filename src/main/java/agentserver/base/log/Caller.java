package agentserver.base.log;

import java.util.Optional;

/// The line of source that logs.
record Caller(String file, int line) {

    private static final StackWalker STACK = StackWalker.getInstance();

    /// The nearest caller that is not logging machinery; none where the classes carry no line
    /// numbers.
    static Optional<Caller> find() {
        return STACK.walk(frames -> frames.filter(frame -> !isMachinery(frame.getClassName()))
                .findFirst())
                .filter(frame -> frame.getFileName() != null)
                .map(frame -> new Caller(frame.getFileName(), frame.getLineNumber()));
    }

    private static boolean isMachinery(String className) {
        return className.equals(Log.class.getName())
                || className.equals(ServerLogger.class.getName())
                || className.equals(Caller.class.getName())
                || className.startsWith(Slf4jLogger.class.getName())
                || className.startsWith("org.slf4j.")
                || className.startsWith("java.lang.System$")
                || className.startsWith("jdk.internal.logger.")
                || className.startsWith("sun.util.logging.");
    }
}
