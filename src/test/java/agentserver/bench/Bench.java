package agentserver.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The program behind `scripts/bench`: runs the rows that were asked for, all of them when none was.
final class Bench {

    private static final Map<String, Row> ROWS = rows();

    private Bench() {}

    /// Ends with code 0 whatever was measured, and 2 when a row is not known.
    public static void main(String[] args) throws IOException {
        var wanted = new ArrayList<>(List.of(args));
        var quick = wanted.remove("--quick");
        if (!ROWS.keySet().containsAll(wanted)) {
            System.err.println("rows: " + String.join(" ", ROWS.keySet()));
            System.exit(2);
        }
        System.setProperty("sun.net.httpserver.nodelay", "true"); // of the model
        System.out.printf(Locale.ROOT, "%-66s %10s %-6s %12s%n", "quantity", "figure", "", "target");
        for (var row : ROWS.entrySet()) {
            if (wanted.isEmpty() || wanted.contains(row.getKey())) {
                measure(row.getKey(), row.getValue(), quick);
            }
        }
    }

    private static Map<String, Row> rows() {
        var rows = new LinkedHashMap<String, Row>();
        rows.put("image", StartRows::image);
        rows.put("start", StartRows::start);
        rows.put("init", InitRows::inits);
        rows.put("request", RequestRows::requests);
        rows.put("step", StepRows::steps);
        rows.put("long", StepRows::manySteps);
        rows.put("whole", StepRows::wholes);
        rows.put("frame", SocketRows::frame);
        rows.put("broadcast", SocketRows::broadcast);
        rows.put("sockets", SocketRows::idle);
        rows.put("first-socket", SocketRows::first);
        rows.put("append", LogRows::append);
        rows.put("latest", LogRows::latest);
        rows.put("list", ListRows::lists);
        rows.put("crowd", CrowdRows::crowd);
        rows.put("waiting", CrowdRows::waiting);
        rows.put("heads", CrowdRows::halfOpenHeads);
        return rows;
    }

    /// A row that can't be measured says so in its place; the others still are.
    private static void measure(String name, Row row, boolean quick) throws IOException {
        // Beside the image, not in /tmp: that may be memory, where nothing is synced.
        var dir = Files.createTempDirectory(Started.IMAGE.getParent(), "bench-");
        try {
            row.measure(new Scene(dir, quick, figure -> System.out.println(figure.line())));
        } catch (IOException | RuntimeException failure) {
            System.out.println(name + ": not measured: " + failure);
        } finally {
            delete(dir);
        }
    }

    private static void delete(Path dir) throws IOException {
        try (var files = Files.walk(dir)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
