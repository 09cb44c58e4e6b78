package agentserver.image;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/// What a test needs beside the classes. Where `CI` is set its absence fails the test; elsewhere it
/// is reported and the test is skipped.
public final class Wanted {

    private Wanted() {}

    /// @param what names the thing and how to get it, for the message
    public static void require(boolean present, String what) {
        if (present) {
            return;
        }
        if (System.getenv("CI") != null) {
            fail("missing: " + what);
        }
        abort("missing: " + what);
    }
}
