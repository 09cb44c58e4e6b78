package agentserver.base.process;

/// The size of a terminal, in characters; each from 1 to 65,535.
public record WindowSize(int columns, int rows) {

    private static final int MAX = 0xffff;

    public WindowSize {
        if (columns < 1 || columns > MAX || rows < 1 || rows > MAX) {
            throw new IllegalArgumentException("a terminal has 1 to 65535 columns and rows");
        }
    }
}
