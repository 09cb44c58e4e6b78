package agentserver.tool;

import java.util.Map;

/// A conversation's secrets, as far as tools may know them. Source: contract 08 §15.
public interface ToolSecrets {

    /// No secrets at all.
    ToolSecrets NONE = new ToolSecrets() {
        @Override
        public Map<String, String> namedIn(String command) {
            return Map.of();
        }

        @Override
        public String mask(String text) {
            return text;
        }

        @Override
        public int unfinished(String text) {
            return 0;
        }
    };

    /// The secrets whose names occur in a command, with their values. To be asked before every command:
    /// what others are worth may be looked up meanwhile. May block while one is looked up; one that
    /// can't be is left out.
    Map<String, String> namedIn(String command);

    /// The text with every known value replaced by `<secret-hidden>`. Mask before any cut. Does not
    /// block.
    String mask(String text);

    /// How many characters at the text's end may be the beginning of a value whose rest is yet to
    /// come; 0 for none. Whoever shows a text in parts keeps them back.
    int unfinished(String text);
}
