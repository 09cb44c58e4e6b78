package agentserver.testing;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of a server that was started with `--port 0`, from what it says on standard output. A
/// port that a test picks beforehand may be somebody else's when the server comes to it.
public final class ServerAddress {

    private static final Pattern SAID =
            Pattern.compile("Starting OpenHands Agent Server on \\S+:(\\d+)\n");

    private ServerAddress() {}

    /// The address on this machine; empty when the server has not said it yet.
    public static Optional<URI> in(String output) {
        return Optional.of(SAID.matcher(output)).filter(Matcher::find)
                .map(said -> URI.create("http://127.0.0.1:" + said.group(1)));
    }
}
