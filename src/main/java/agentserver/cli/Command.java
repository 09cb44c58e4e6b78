package agentserver.cli;

import java.util.List;

/// Something that the program can be told to do.
interface Command {

    /// The words that call it: `config check`.
    String name();

    /// What it does, for the help: one line.
    String meaning();

    /// What follows its name, for the help: `DIR`; empty for nothing.
    default String operands() {
        return "";
    }

    /// How many operands it takes at least and at most.
    default Range operandCount() {
        return Range.NONE;
    }

    /// Bounds, both inclusive.
    record Range(int min, int max) {

        static final Range NONE = new Range(0, 0);

        boolean holds(int count) {
            return count >= min && count <= max;
        }
    }

    /// The flags that it takes, beside the general ones.
    List<Flag> flags();

    /// Does it, and returns the exit code.
    int run(Arguments arguments);
}
