package agentserver.tool.editor;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads a file that may never answer: one of the kernel's, or one of a broken network.
///
/// Nothing can make such a read return for sure. So it has a thread of its own, which is left alone
/// with it at the limit, or when the caller is interrupted; the file is closed then, which ends most
/// reads, and the thread with it.
record PatientRead(Path file, int mostBytes, Duration limit) {

    private static final Path LOG_OF_THE_KERNEL = Path.of("/proc/kmsg");
    private static final Path EVENTS = Path.of("/proc/acpi/event");
    private static final Path KERNEL = Path.of("/sys/kernel");
    private static final String TRACES = "trace_pipe";

    /// Whether a file is known to answer only when the kernel has something new to say.
    static boolean waitsForNews(Path real) {
        return real.equals(LOG_OF_THE_KERNEL)
                || real.equals(EVENTS)
                || real.startsWith(KERNEL) && real.getFileName().toString().startsWith(TRACES);
    }

    /// The file's bytes, the first `mostBytes` at most.
    ///
    /// @throws IOException when it can't be read, or not within the limit
    byte[] bytes() throws IOException, InterruptedException {
        var reading = new FutureTask<>(this::read);
        var thread = Thread.ofPlatform().daemon().name("read-file").start(reading);
        try {
            return reading.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new IOException("no answer within " + limit.toSeconds() + " seconds");
        } catch (ExecutionException failure) {
            throw thrown(failure.getCause());
        } finally {
            if (!reading.isDone()) {
                abandon(thread);
            }
        }
    }

    /// Over a channel, which an interrupt closes; a plain stream of a file heeds none.
    private byte[] read() throws IOException {
        try (var in = Channels.newInputStream(FileChannel.open(
                file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return in.readNBytes(mostBytes);
        }
    }

    /// The interrupt closes the file, which may take as long as the read.
    private static void abandon(Thread reader) {
        Thread.ofPlatform().daemon().name("end-read").start(reader::interrupt);
    }

    private static IOException thrown(Throwable cause) {
        return switch (cause) {
            case IOException known -> known;
            case RuntimeException bug -> throw bug;
            case Error bug -> throw bug;
            default -> throw new IllegalStateException("a read throws nothing else", cause);
        };
    }
}
