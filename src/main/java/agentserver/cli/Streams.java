package agentserver.cli;

import java.io.PrintStream;

/// Where a command writes: results to `out`, complaints to `err`.
public record Streams(PrintStream out, PrintStream err) {}
