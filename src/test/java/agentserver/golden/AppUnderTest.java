package agentserver.golden;

import agentserver.App;
import agentserver.config.ConfigReader;
import agentserver.config.ConfigSources;
import agentserver.llm.GoldenScripts;
import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.server.status.Build;
import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The real server, configured as the recorded one was, with the recorded model beside it.
final class AppUnderTest implements ServerUnderTest {

    private static final String KEY = "golden-key";

    /// How the message begins that a title is made of. The title is asked for at the same moment as
    /// the first answer, and was there first when this was recorded.
    private static final String NAMED = "Do it WD=";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// How long the recorded conversation's model thinks over any other message.
    private static final Duration THOUGHT = Duration.ofMillis(250);

    /// How long the model thinks that is to be disturbed at it; nobody waits for more than one such
    /// thought. The recorded one took 700 ms, in which a busy machine may get nothing done.
    private static final Duration LONG_THOUGHT = Duration.ofSeconds(7);

    private final ScriptedLlm llm = ScriptedLlm.golden()
            .on("scripted", this::thoughtful)
            .on("slowthink-6-700", request -> GoldenScripts.answer(request).after(LONG_THOUGHT));
    private final ServerSetup setup;
    private final Path work;
    private final boolean titled;
    private final App app;

    /// @param work   an empty directory; everything the server writes goes there
    /// @param titled whether the recorded conversation gets a title, for which its model waits
    AppUnderTest(ServerSetup setup, Path work, boolean titled) throws IOException {
        this.setup = setup;
        this.work = work;
        this.titled = titled;
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

    private ScriptedReply thoughtful(ScriptedLlm.Request request) {
        var messages = request.body().path("messages");
        var last = messages.path(messages.size() - 1);
        var reply = GoldenScripts.answer(request);
        if (!last.path("role").asText().equals("user") || !request.body().has("tools")) {
            return reply;
        }
        if (titled && last.toString().contains(NAMED)) {
            awaitTitle();
        }
        return reply.after(THOUGHT);
    }

    private void awaitTitle() {
        try (var client = new ApiClient(base(), key())) {
            Await.until("the title", PATIENCE, () -> client.get("/api/conversations/search").json()
                    .findValues("title").stream().anyMatch(JsonNode::isTextual));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
