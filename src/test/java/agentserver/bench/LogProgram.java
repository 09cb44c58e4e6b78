package agentserver.bench;

import agentserver.event.log.EventLog;
import agentserver.event.log.FileEventLog;
import agentserver.event.log.LogRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// The server's log alone, in a process of its own with the image's Java: writers of one log each wait for
/// every record to be on the disk. Prints how many records a second that makes.
final class LogProgram {

    private static final String RECORD = """
            {"id": "%d-%d", "timestamp": "2026-01-31T12:34:56.123456", "source": "user", \
            "kind": "MessageEvent", "text": "%s"}""";

    private LogProgram() {}

    /// @param arguments the directory, how many writers, bytes of a record, seconds to warm up, and
    ///        seconds to measure
    public static void main(String[] arguments) throws Exception {
        var dir = Path.of(arguments[0]);
        var writers = Integer.parseInt(arguments[1]);
        var text = "x".repeat(Integer.parseInt(arguments[2]) - RECORD.length());
        var begin = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[3]));
        var seconds = Long.parseLong(arguments[4]);
        var end = begin + TimeUnit.SECONDS.toNanos(seconds);
        var written = new LongAdder();
        var work = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < writers; i++) {
                var writer = i;
                work.add(threads.submit(() -> {
                    write(dir.resolve("log-" + writer + ".jsonl"), writer, text, begin, end, written);
                    return null;
                }));
            }
        }
        for (var one : work) {
            one.get(); // or its failure
        }
        System.out.println(written.sum() / (double) seconds);
    }

    private static void write(
            Path file, int writer, String text, long begin, long end, LongAdder written)
            throws IOException, InterruptedException {
        try (var log = FileEventLog.open(file, (_, _, _) -> { }, EventLog.Limits.DEFAULT)) {
            for (var number = 0; System.nanoTime() < end; number++) {
                var event = RECORD.formatted(writer, number, text);
                log.durable(log.append(LogRecord.event(event.getBytes(StandardCharsets.UTF_8))));
                if (System.nanoTime() > begin) {
                    written.increment();
                }
            }
        }
    }
}
