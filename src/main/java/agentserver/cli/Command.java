package agentserver.cli;

import java.util.List;

/// Something that the program can be told to do.
interface Command {

    /// How it is called, for whoever types it and for the help.
    ///
    /// @param name     the words that call it: `config check`
    /// @param operands what follows them: `DIR`; empty for nothing
    /// @param least    how many operands it takes at least, and `most` at most
    /// @param meaning  what it does, in one line
    /// @param flags    those that it takes, beside the general ones
    record Usage(
            String name, String operands, int least, int most, String meaning, List<Flag> flags) {

        public Usage {
            flags = List.copyOf(flags);
        }

        /// That of a command without operands.
        static Usage of(String name, String meaning, List<Flag> flags) {
            return new Usage(name, "", 0, 0, meaning, flags);
        }

        /// All that is to be typed, without the flags.
        String call() {
            return (name + " " + operands).strip();
        }

        boolean takes(int count) {
            return count >= least && count <= most;
        }
    }

    Usage usage();

    /// Does it, and returns the exit code.
    int run(Arguments arguments);
}
