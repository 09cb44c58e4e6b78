package agentserver.tool.editor;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The last edits of each file, to take them back.
///
/// An edit is remembered as what it removed and where, not as a copy of the file, together with a digest
/// of the file that it left. So an edit costs about its own size, and taking it back can tell that
/// somebody else changed the file since. At most [#EDITS_PER_FILE] per file and [#MAX_BYTES] in all;
/// the oldest go first. Not safe for use by several threads: the tool has a lock.
final class EditHistory {

    static final int EDITS_PER_FILE = 10;
    static final int MAX_BYTES = 16 * 1024 * 1024;

    /// One edit of a file: `removed` stood at `start`, where `added` bytes are now.
    ///
    /// @param created whether there was no file before
    record Edit(boolean created, int start, byte[] removed, int added, byte[] digest) {

        static Edit creation(byte[] after) {
            return new Edit(true, 0, new byte[0], after.length, digestOf(after));
        }

        static Edit change(byte[] before, byte[] after) {
            var start = commonStart(before, after);
            var end = commonEnd(before, after, start);
            return new Edit(
                    false, start, Arrays.copyOfRange(before, start, before.length - end),
                    after.length - end - start, digestOf(after));
        }

        /// Whether these bytes are those that the edit left.
        boolean left(byte[] bytes) {
            return Arrays.equals(digest, digestOf(bytes));
        }

        /// What the file held before, given what the edit left.
        byte[] before(byte[] after) {
            var before = new byte[after.length - added + removed.length];
            System.arraycopy(after, 0, before, 0, start);
            System.arraycopy(removed, 0, before, start, removed.length);
            System.arraycopy(
                    after, start + added, before, start + removed.length,
                    after.length - start - added);
            return before;
        }

        private static int commonStart(byte[] before, byte[] after) {
            var mismatch = Arrays.mismatch(before, after);
            return mismatch < 0 ? before.length : mismatch;
        }

        private static int commonEnd(byte[] before, byte[] after, int start) {
            var room = Math.min(before.length, after.length) - start;
            var end = 0;
            while (end < room && before[before.length - 1 - end] == after[after.length - 1 - end]) {
                end++;
            }
            return end;
        }
    }

    private final Map<Path, Deque<Edit>> edits = new LinkedHashMap<>();
    private int bytes;

    void push(Path file, Edit edit) {
        // Out and in again: the files stand in the order of their last edit.
        var ofFile = Optional.ofNullable(edits.remove(file)).orElseGet(ArrayDeque::new);
        edits.put(file, ofFile);
        ofFile.addLast(edit);
        bytes += edit.removed().length;
        if (ofFile.size() > EDITS_PER_FILE) {
            bytes -= ofFile.removeFirst().removed().length;
        }
        while (bytes > MAX_BYTES) {
            forgetOldest();
        }
    }

    Optional<Edit> last(Path file) {
        return Optional.ofNullable(edits.get(file)).map(Deque::peekLast);
    }

    /// Forgets the last edit of a file, as it was taken back.
    void pop(Path file) {
        var ofFile = edits.get(file);
        bytes -= ofFile.removeLast().removed().length;
        if (ofFile.isEmpty()) {
            edits.remove(file);
        }
    }

    void clear() {
        edits.clear();
        bytes = 0;
    }

    private void forgetOldest() {
        var oldest = edits.entrySet().iterator().next();
        bytes -= oldest.getValue().removeFirst().removed().length;
        if (oldest.getValue().isEmpty()) {
            edits.remove(oldest.getKey());
        }
    }

    private static byte[] digestOf(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
