package agentserver.golden;

import agentserver.App;
import agentserver.config.ConfigReader;
import agentserver.config.ConfigSources;
import agentserver.llm.GoldenScripts;
import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.server.status.Build;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The real server, configured as the recorded one was, with the recorded model beside it.
final class AppUnderTest implements ServerUnderTest {

    private static final String KEY = "golden-key";

    /// How long the recorded conversation's model thinks over a message, so that the title, which is
    /// asked for at the same moment, is there first, as it was when this was recorded.
    private static final Duration THOUGHT = Duration.ofMillis(250);

    private final ScriptedLlm llm = ScriptedLlm.golden().on("scripted", AppUnderTest::thoughtful);
    private final ServerSetup setup;
    private final Path work;
    private final App app;

    /// @param work an empty directory; everything the server writes goes there
    AppUnderTest(ServerSetup setup, Path work) throws IOException {
        this.setup = setup;
        this.work = work;
        var environment = environment(setup, work);
        var reading = ConfigReader.read(ConfigSources.of(environment));
        var config = reading.config().orElseThrow(
                () -> new IllegalStateException("not configured: " + reading.problems()));
        var build = new Build("0", "unknown", "unknown", Optional.empty());
        this.app = new App(config, environment, work, build);
    }

    @Override
    public URI base() {
        return URI.create("http://127.0.0.1:" + app.port());
    }

    @Override
    public Path work() {
        return work;
    }

    @Override
    public String key() {
        return setup == ServerSetup.OPEN ? "" : KEY;
    }

    @Override
    public URI model() {
        return URI.create(llm.baseUrl());
    }

    @Override
    public void close() {
        app.close();
        llm.close();
    }

    private static ScriptedReply thoughtful(ScriptedLlm.Request request) {
        var messages = request.body().path("messages");
        var asked = messages.path(messages.size() - 1).path("role").asText().equals("user");
        var reply = GoldenScripts.answer(request);
        return asked && request.body().has("tools") ? reply.after(THOUGHT) : reply;
    }

    private static Map<String, String> environment(ServerSetup setup, Path work) {
        var environment = new HashMap<String, String>();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", work.resolve("home").toString());
        environment.put("OH_HOST", "127.0.0.1");
        environment.put("OH_PORT", "0");
        environment.put("OH_PERSISTENCE_DIR", work.resolve("home/.openhands").toString());
        switch (setup) {
            case KEYED -> environment.put("OH_SESSION_API_KEYS_0", KEY);
            case DORMANT -> {
                environment.put("OH_DEFERRED_INIT", "1");
                environment.put("OH_SECRET_KEY", "init-key");
            }
            case OPEN -> { }
        }
        return environment;
    }
}
