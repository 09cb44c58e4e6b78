package agentserver.cli;

/// How a command ends.
public final class ExitCode {

    public static final int OK = 0;
    /// It was understood, and did not work.
    public static final int FAILED = 1;
    /// It was not understood.
    public static final int USAGE = 2;

    private ExitCode() {}
}
