package agentserver.tool.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.secret.Redaction;
import agentserver.tool.ToolSecrets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskedTextTest {

    private static final String SECRET = "-----KEY\n" + "k".repeat(2000) + "\n-----END";
    private static final ToolSecrets SECRETS = new ToolSecrets() {
        @Override
        public Map<String, String> namedIn(String command) {
            return Map.of();
        }

        @Override
        public String mask(String text) {
            return text.replace(SECRET, "<secret-hidden>");
        }

        @Override
        public int unfinished(String text) {
            return Redaction.of(List.of(SECRET), "").unfinished(text);
        }
    };

    private final StringBuilder output = new StringBuilder();
    private final MaskedText masked = new MaskedText(SECRETS, output::append);

    @Test
    void secretsAcrossPiecesAndCutsAreHidden() {
        var text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append("line ").append(i).append(' ').append(SECRET).append('\n');
        }
        feed(text, 777);

        assertEquals(SECRETS.mask(text.toString()), output.toString());
    }

    @Test
    void secretsWithoutAnyGapAreHidden() {
        feed(SECRET.repeat(100), 1000);

        assertTrue(!output.toString().contains("k".repeat(20)));
    }

    private void feed(CharSequence text, int size) {
        for (int at = 0; at < text.length(); at += size) {
            masked.accept(text.subSequence(at, Math.min(at + size, text.length())));
        }
        masked.flush();
    }
}
