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
    };

    /// The secrets whose names occur in a command, with their values. May block while one is looked up;
    /// one that can't be is left out.
    Map<String, String> namedIn(String command);

    /// The text with every known value replaced by `<secret-hidden>`. Mask before any cut.
    String mask(String text);
}
