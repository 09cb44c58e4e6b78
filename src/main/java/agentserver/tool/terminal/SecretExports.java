package agentserver.tool.terminal;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The bash text that gives a shell the secrets a command names. Source: contract 08 §15.
final class SecretExports {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private SecretExports() {}

    /// Names that can't be variables are skipped; empty when none is left.
    static String of(Map<String, String> secrets) {
        return secrets.entrySet().stream()
                .filter(secret -> NAME.matcher(secret.getKey()).matches())
                .map(secret -> "export " + secret.getKey() + "=" + quoted(secret.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String quoted(String value) {
        var text = new StringBuilder("$'");
        value.chars().forEach(c -> {
            if (c < ' ' || c == '\'' || c == '\\') {
                text.append("\\%03o".formatted(c));
            } else {
                text.append((char) c);
            }
        });
        return text.append('\'').toString();
    }
}
