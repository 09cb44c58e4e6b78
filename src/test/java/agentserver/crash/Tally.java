package agentserver.crash;

/// What was found in all rounds so far; each failure is printed when it is found.
final class Tally {

    private int lost;
    private int repeated;
    private int unreadable;
    private int stuck;
    private int settled;

    void lost(String what) {
        lost++;
        System.out.println("LOST " + what);
    }

    void repeated(String what) {
        repeated++;
        System.out.println("REPEATED " + what);
    }

    void unreadable(String what) {
        unreadable++;
        System.out.println("UNREADABLE " + what);
    }

    void stuck(String what) {
        stuck++;
        System.out.println("STUCK " + what);
    }

    void settled() {
        settled++;
    }

    /// How many things were wrong.
    int failures() {
        return lost + repeated + unreadable + stuck;
    }

    @Override
    public String toString() {
        return lost + " lost, " + repeated + " repeated, " + unreadable + " unreadable, " + stuck
                + " stuck; " + settled + " unanswered requests repeated";
    }
}
