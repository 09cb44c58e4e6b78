package agentserver.cli;

import java.util.List;

/// Something that the program can be told to do.
interface Command {

    /// The words that call it: `config check`.
    String name();

    /// What it does, for the help: one line.
    String meaning();

    /// The flags that it takes, beside the general ones.
    List<Flag> flags();

    /// Does it, and returns the exit code.
    int run(Arguments arguments);
}
