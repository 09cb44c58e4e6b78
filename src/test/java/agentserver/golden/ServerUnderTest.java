package agentserver.golden;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/// A running server that a recording is replayed against, and what stands in it for recorded
/// places.
public interface ServerUnderTest extends AutoCloseable {

    /// The server's address, as in `http://127.0.0.1:4711`.
    URI base();

    /// The directory recorded as `${WORK}`: where the server keeps its data.
    Path work();

    /// The session key recorded as `golden-key`; empty when the server asks for none.
    String key();

    /// Address of the scripted model, as in `http://127.0.0.1:4712`; a path is ignored.
    URI model();

    @Override
    void close() throws IOException;
}
