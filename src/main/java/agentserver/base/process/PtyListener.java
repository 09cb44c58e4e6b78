package agentserver.base.process;

/// Who hears what a [Pty]'s program writes. Called by the terminal's own thread, in order, never
/// twice at once; while a call lasts, nothing more is read, so a slow listener slows the program
/// down. One that throws will hear no more: the program is killed.
public interface PtyListener {

    /// The first `length` of `bytes` were written; the array is used again after the call.
    void output(byte[] bytes, int length);

    /// The program ended and everything it wrote was heard. `128 + n` when signal `n` ended it.
    void ended(int exitCode);
}
