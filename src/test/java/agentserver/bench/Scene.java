package agentserver.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// What a row is given: a directory of its own, how thorough to be, where to report.
record Scene(Path dir, boolean quick, Consumer<Figure> report) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long POLL_NANOS = 2_000_000;

    /// A small young generation: what is resident then is what is held, and not garbage.
    static final String LITTLE_GARBAGE = "-Xmn8m";

    void report(Figure figure) {
        report.accept(figure);
    }

    /// How often to do a thing.
    int count(int thorough, int quickly) {
        return quick ? quickly : thorough;
    }

    Duration seconds(int thorough, int quickly) {
        return Duration.ofSeconds(count(thorough, quickly));
    }

    Started server(String... javaOptions) throws IOException {
        return Started.image(dir.resolve("server"), javaOptions);
    }

    Talks talks(Started server, Model model) {
        return new Talks(server, model, dir.resolve("workspace"));
    }

    /// Runs one measurement with a server, a model and a connection.
    void converse(Conversing measurement, String... javaOptions) throws IOException {
        try (var server = server(javaOptions); var model = new Model(); var wire = server.wire()) {
            measurement.measure(talks(server, model), wire);
        }
    }

    /// What needs conversations.
    @FunctionalInterface
    interface Conversing {

        void measure(Talks talks, Wire wire) throws IOException;
    }

    static void await(String what, BooleanSupplier condition) throws IOException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("waited in vain for " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /// Lets a server come to rest before its memory is read.
    static void settle() {
        LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
    }
}
