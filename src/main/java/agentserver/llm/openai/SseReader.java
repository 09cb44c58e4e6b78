package agentserver.llm.openai;

import agentserver.llm.ModelAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.StringJoiner;

/// Takes a body of server-sent events apart: the `data` of one event after another.
///
/// Lines may end with LF, CR or both, and lines and characters may be split between pieces of the
/// body. Comments and other fields are skipped; several `data` lines of one event are joined by a
/// newline. An event that the end of the body cuts off still counts, as some servers forget the
/// last empty line.
final class SseReader {

    private static final byte LF = '\n';
    private static final byte CR = '\r';

    private final ModelAnswer answer;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Queue<String> lines = new ArrayDeque<>();
    private boolean afterCr;
    private boolean ended;

    SseReader(ModelAnswer answer) {
        this.answer = answer;
    }

    /// The data of the next event, or empty at the end of the body. Blocks as [ModelAnswer#next]
    /// does.
    Optional<String> next() throws InterruptedException {
        var data = new StringJoiner("\n");
        var found = false;
        while (true) {
            var next = nextLine();
            if (next.isEmpty() || next.get().isEmpty()) {
                if (found || next.isEmpty()) {
                    return found ? Optional.of(data.toString()) : Optional.empty();
                }
                continue;
            }
            var text = next.get();
            if (text.startsWith("data:")) {
                found = true;
                data.add(text.startsWith("data: ") ? text.substring(6) : text.substring(5));
            }
        }
    }

    private Optional<String> nextLine() throws InterruptedException {
        while (lines.isEmpty() && !ended) {
            var piece = answer.next();
            if (piece.isPresent()) {
                split(piece.get());
                continue;
            }
            ended = true;
            if (line.size() > 0) {
                endLine();
            }
        }
        return Optional.ofNullable(lines.poll());
    }

    private void split(byte[] bytes) {
        for (var each : bytes) {
            if (each == CR || each == LF && !afterCr) {
                endLine();
            } else if (each != LF) {
                line.write(each);
            }
            afterCr = each == CR;
        }
    }

    private void endLine() {
        var text = line.toString(StandardCharsets.UTF_8);
        lines.add(text.startsWith("\uFEFF") ? text.substring(1) : text);
        line.reset();
    }
}
