package agentserver.tool.terminal;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A key that input can name instead of spelling out text; only if it is the whole input, in any
/// case.
///
/// @param typed what a terminal sends for it
/// @param shown its name in messages: `CTRL+C`, `ENTER`
record SpecialKey(String typed, String shown) {

    private static final Pattern CONTROL = Pattern.compile("(?:C-|CTRL-|CTRL\\+)([A-Z])");
    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("ENTER", "\r"),
            Map.entry("TAB", "\t"),
            Map.entry("BS", "\u007f"),
            Map.entry("ESC", "\u001b"),
            Map.entry("UP", "\u001b[A"),
            Map.entry("DOWN", "\u001b[B"),
            Map.entry("RIGHT", "\u001b[C"),
            Map.entry("LEFT", "\u001b[D"),
            Map.entry("HOME", "\u001b[H"),
            Map.entry("END", "\u001b[F"),
            Map.entry("PGUP", "\u001b[5~"),
            Map.entry("PGDN", "\u001b[6~"));

    static Optional<SpecialKey> named(String input) {
        var name = input.strip().toUpperCase(Locale.ROOT);
        var control = CONTROL.matcher(name);
        if (control.matches()) {
            var letter = control.group(1).charAt(0);
            return Optional.of(
                    new SpecialKey(Character.toString(letter & 0x1f), "CTRL+" + letter));
        }
        return Optional.ofNullable(NAMED.get(name)).map(typed -> new SpecialKey(typed, name));
    }

    /// Whether it is a letter held with Control.
    boolean control() {
        return shown.startsWith("CTRL+");
    }
}
