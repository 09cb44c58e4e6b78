package agentserver.base.secret;

import java.util.List;
import java.util.Locale;

/// Tells from the name of a field, a header or a query parameter whether its value is likely a
/// secret.
///
/// Errs on the side of hiding: `monkey` is a secret name. Source: contract 01 §7.2.
public final class SecretNames {

    private static final List<String> PARTS = List.of(
            "AUTHORIZATION", "COOKIE", "CREDENTIAL", "KEY",
            "PASSWORD", "SECRET", "SESSION", "TOKEN");

    private SecretNames() {}

    /// Whether `name` contains one of the telling words, in any case.
    public static boolean suggests(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        for (var part : PARTS) {
            if (upper.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
