package agentserver.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/// Starts a server for the use of one command: on a free port of loopback, without a key, with all its
/// files below one directory.
@FunctionalInterface
public interface OwnServer {

    /// @throws IOException when it can't listen
    Running start(Path directory) throws IOException;

    /// A server that answers, until it is closed.
    interface Running extends AutoCloseable {

        URI address();

        @Override
        void close();
    }
}
