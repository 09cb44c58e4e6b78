package agentserver.base.process;

/// How a [ChildProcess] ended.
///
/// @param exitCode `128 + n` when signal `n` ended it; -1 when even force did not
/// @param timedOut whether it was killed at its limit of time
/// @param output   what it wrote to its standard output, as UTF-8
/// @param errors   what it wrote to its standard error
/// @param cut      whether one of them was longer than what is kept
public record ChildResult(
        int exitCode, boolean timedOut, String output, String errors, boolean cut) {}
