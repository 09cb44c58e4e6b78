package agentserver.tool.terminal;

/// What the shell says of itself, between two copies of a secret text, amid the output.
sealed interface ShellMark {

    /// The number of the command meant; 0 is the start of the shell.
    long number();

    /// The command's own output begins here.
    record Begin(long number) implements ShellMark {}

    /// The command ended here.
    ///
    /// @param python the path of `python`, empty when there is none
    record End(
            long number,
            int exitCode,
            String username,
            String hostname,
            String python,
            String directory)
            implements ShellMark {}

    /// Reads `B7` or `E7;0;user;host;/usr/bin/python\n/directory`.
    ///
    /// @throws IllegalArgumentException when it is neither
    static ShellMark parse(String body) {
        if (body.startsWith("B")) {
            return new Begin(Long.parseLong(body, 1, body.length(), 10));
        }
        var parts = body.split(";", 5);
        var rest = parts.length == 5 ? parts[4].split("\r?\n", 2) : new String[0];
        if (!body.startsWith("E") || rest.length != 2) {
            throw new IllegalArgumentException("not a mark of the shell");
        }
        var number = Long.parseLong(parts[0], 1, parts[0].length(), 10);
        return new End(
                number, Integer.parseInt(parts[1]), parts[2], parts[3], rest[0], rest[1]);
    }
}
