package agentserver.crash;

import java.util.concurrent.atomic.AtomicInteger;

/// What was found in all rounds so far; each failure is printed when it is found. Any thread may call it.
final class Tally {

    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger unreadable = new AtomicInteger();
    private final AtomicInteger stuck = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger settled = new AtomicInteger();

    void lost(String what) {
        count(lost, "LOST " + what);
    }

    void repeated(String what) {
        count(repeated, "REPEATED " + what);
    }

    void unreadable(String what) {
        count(unreadable, "UNREADABLE " + what);
    }

    void stuck(String what) {
        count(stuck, "STUCK " + what);
    }

    /// A living server answered that it could not.
    void failed(String what) {
        count(failed, "FAILED " + what);
    }

    private static void count(AtomicInteger of, String what) {
        of.incrementAndGet();
        System.out.println(what);
    }

    void settled() {
        settled.incrementAndGet();
    }

    /// How many things were wrong.
    int failures() {
        return lost.get() + repeated.get() + unreadable.get() + stuck.get() + failed.get();
    }

    @Override
    public String toString() {
        return lost + " lost, " + repeated + " repeated, " + unreadable + " unreadable, " + stuck
                + " stuck, " + failed + " failed; " + settled + " unanswered requests repeated";
    }
}
