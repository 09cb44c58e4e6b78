package agentserver.conversation.run;

import agentserver.conversation.journal.Journal;

/// One run: its thread, its place in the line, and who brings it to its end. That is the run itself,
/// or whoever leaves it behind because it does not heed an interrupt; then it may say nothing more,
/// should it ever go on.
///
/// All is guarded by the journal's lock.
public final class Run {

    private final Admission.Turn turn;
    private Thread thread;
    private Thread ender; // null while nobody ends it

    /// @param turn its place in the line
    public Run(Admission.Turn turn) {
        this.turn = turn;
    }

    Admission.Turn turn() {
        return turn;
    }

    Thread thread() {
        return thread;
    }

    void begin(Thread started) {
        thread = started;
    }

    /// Whether the calling thread is the one to end it: the first that asked.
    boolean claimEnd() {
        if (ender == null) {
            ender = Thread.currentThread();
        }
        return ender == Thread.currentThread();
    }

    /// @throws Journal.InterruptedWait when another thread has ended the run
    void check() {
        if (ender != null && ender != Thread.currentThread()) {
            throw new Journal.InterruptedWait();
        }
    }
}
