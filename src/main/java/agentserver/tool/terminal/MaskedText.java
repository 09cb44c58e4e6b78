package agentserver.tool.terminal;

import agentserver.tool.ToolSecrets;
import java.util.function.Consumer;

/// Hides secrets in a text that arrives in pieces, also those that lie across two of them.
///
/// The values are not known here, so where to cut is found by trial: a cut is safe when both parts,
/// masked apart, give what masking them together gives. What follows the cut stays behind, clear,
/// until the secret that may begin there is whole. When a cut is not safe, it lies in a secret,
/// whose beginning then stands unmasked at the end of the masked head: just that much further back
/// is the next try.
///
/// A secret longer than [#OVERLAP] may show its parts when it lies in a longer output. One thread
/// at a time.
final class MaskedText {

    private static final int OVERLAP = 1 << 15;
    private static final int TRIES = 20; // a mask's own characters may look like the secret's first
    private static final int MOST_PENDING = 1 << 20;

    private final ToolSecrets secrets;
    private final Consumer<CharSequence> target;
    private final StringBuilder pending = new StringBuilder();

    MaskedText(ToolSecrets secrets, Consumer<CharSequence> target) {
        this.secrets = secrets;
        this.target = target;
    }

    void accept(CharSequence text) {
        pending.append(text);
        if (pending.length() > 3 * OVERLAP) {
            passOnWhatIsSafe();
        }
    }

    /// Passes on all there is.
    void flush() {
        if (!pending.isEmpty()) {
            target.accept(secrets.mask(pending.toString()));
            pending.setLength(0);
        }
    }

    /// Passes on all there is, but for what may be the beginning of a secret.
    ///
    /// @return what was kept back, clear, to be given to whoever hears the rest
    String flushFinished() {
        // First, as asking for the mask is what makes the values known.
        secrets.mask(pending.toString());
        var end = pending.length() - secrets.unfinished(pending.toString());
        var kept = pending.substring(end);
        pending.setLength(end);
        flush();
        return kept;
    }

    private void passOnWhatIsSafe() {
        var whole = pending.toString();
        var masked = secrets.mask(whole);
        var cut = whole.length() - OVERLAP;
        var head = secrets.mask(whole.substring(0, cut));
        cut -= head.length() - commonLength(head, masked);
        for (int i = 0; i < TRIES; i++) {
            if (passedOn(whole, masked, cut - i)) {
                return;
            }
        }
        if (whole.length() > MOST_PENDING) {
            flush();
        }
    }

    private boolean passedOn(String whole, String masked, int cut) {
        var head = secrets.mask(whole.substring(0, Math.max(0, cut)));
        if (cut <= 0 || !masked.equals(head + secrets.mask(whole.substring(cut)))) {
            return false;
        }
        target.accept(head);
        pending.delete(0, cut);
        return true;
    }

    private static int commonLength(String one, String other) {
        var mismatch = 0;
        while (mismatch < Math.min(one.length(), other.length())
                && one.charAt(mismatch) == other.charAt(mismatch)) {
            mismatch++;
        }
        return mismatch;
    }
}
