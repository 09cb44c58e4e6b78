package agentserver.tool.terminal;

/// The last characters of a text that only grows; takes memory once it has some. One thread at a
/// time.
final class TextTail {

    private final int capacity;
    private char[] ring = new char[0];
    private long length;

    TextTail(int capacity) {
        this.capacity = capacity;
    }

    boolean isEmpty() {
        return length == 0;
    }

    void append(CharSequence text) {
        if (ring.length == 0 && !text.isEmpty()) {
            ring = new char[capacity];
        }
        var skipped = Math.max(0, text.length() - capacity);
        length += skipped;
        for (int i = skipped; i < text.length(); i++) {
            ring[(int) (length++ % capacity)] = text.charAt(i);
        }
    }

    /// At most the last `capacity` characters.
    String text() {
        var size = (int) Math.min(length, capacity);
        var text = new StringBuilder(size);
        for (long at = length - size; at < length; at++) {
            text.append(ring[(int) (at % capacity)]);
        }
        return text.toString();
    }
}
