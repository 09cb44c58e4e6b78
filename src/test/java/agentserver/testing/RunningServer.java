package agentserver.testing;

import agentserver.App;
import agentserver.base.log.Log;
import agentserver.config.ConfigReader;
import agentserver.config.ConfigSources;
import agentserver.server.status.Build;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The real server on a free port of loopback, with its files below one directory.
public final class RunningServer implements AutoCloseable {

    public static final String KEY = "test-key";

    private final App app;
    private final Path work;

    private RunningServer(App app, Path work) {
        this.app = app;
        this.work = work;
    }

    /// A server with one session key, [#KEY].
    public static RunningServer start(Path work) throws IOException {
        return start(work, Map.of("OH_SESSION_API_KEYS_0", KEY));
    }

    /// A server as `environment` configures it, but for its port and its directories.
    public static RunningServer start(Path work, Map<String, String> environment)
            throws IOException {
        return start(work, environment, Optional.empty());
    }

    /// The same, with a log that hears of its requests.
    public static RunningServer start(
            Path work, Map<String, String> environment, Optional<Log> log) throws IOException {
        var variables = new HashMap<>(environment);
        variables.put("PATH", System.getenv("PATH"));
        variables.put("OH_PERSISTENCE_DIR", work.resolve("home").toString());
        var flags = Map.of("--host", "127.0.0.1", "--port", "0");
        var reading = ConfigReader.read(
                new ConfigSources(variables, flags, Optional.empty()));
        var config = reading.config().orElseThrow(
                () -> new IllegalArgumentException(reading.problems().toString()));
        var build = new Build("test", "unknown", "unknown", Optional.empty());
        return new RunningServer(new App(config, variables, work, build, log), work);
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + app.port());
    }

    public Path work() {
        return work;
    }

    /// A client that shows the key.
    public ApiClient client() {
        return new ApiClient(base(), KEY);
    }

    @Override
    public void close() {
        app.close();
    }
}
