package agentserver.agent;

import agentserver.base.fault.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds the text of a prompt's security section. Source: contract 08 §1.1
/// (`security_policy_filename`).
public final class SecurityPolicy {

    /// The name that stands for the built-in policy; no such file is read.
    public static final String BUILT_IN = "security_policy.j2";

    private static final int MAX_BYTES = 64 * 1024;

    private SecurityPolicy() {}

    /// The built-in text, the text of a file of at most 65,536 bytes, or nothing for an empty name.
    ///
    /// @param filename  the agent's setting; empty for none
    /// @param forbidden true for files that the server keeps to itself; asked about real paths
    /// @throws Fault.Unprocessable when the name is no absolute path of a readable text file
    public static Optional<String> text(Optional<String> filename, Predicate<Path> forbidden) {
        var name = filename.filter(given -> !given.isEmpty());
        if (name.filter(BUILT_IN::equals).isPresent()) {
            return Optional.of(PromptText.SECURITY.text());
        }
        return name.map(given -> "<SECURITY>\n" + read(given, forbidden) + "\n</SECURITY>");
    }

    private static String read(String name, Predicate<Path> forbidden) {
        try {
            var path = Path.of(name);
            if (!path.isAbsolute()) {
                throw unusable("is neither " + BUILT_IN + " nor an absolute path");
            }
            var real = path.toRealPath();
            if (forbidden.test(real) || !Files.isRegularFile(real)) {
                throw unusable("names a file that may not be read");
            }
            try (var in = Files.newInputStream(real)) {
                var bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw unusable("names a file of more than " + MAX_BYTES + " bytes");
                }
                return new String(bytes, StandardCharsets.UTF_8).strip();
            }
        } catch (IOException | InvalidPathException _) {
            throw unusable("names a file that can't be read");
        }
    }

    private static Fault unusable(String reason) {
        return new Fault.Unprocessable("security_policy_filename " + reason);
    }
}
