package agentserver;

import agentserver.base.feed.FeedLimits;
import agentserver.base.json.Json;
import agentserver.base.process.ToolEnvironment;
import agentserver.base.secret.SecretKeys;
import agentserver.base.store.LeaseOwner;
import agentserver.base.store.LeaseTerms;
import agentserver.config.Config;
import agentserver.conversation.ControlRoutes;
import agentserver.conversation.ConversationListener;
import agentserver.conversation.ConversationParts;
import agentserver.conversation.ConversationRoutes;
import agentserver.conversation.ConversationService;
import agentserver.conversation.EventRoutes;
import agentserver.conversation.LoadedConversations;
import agentserver.conversation.disk.DiskConversations;
import agentserver.conversation.TreeRoutes;
import agentserver.conversation.journal.Places;
import agentserver.conversation.layout.PythonLayout;
import agentserver.conversation.run.AgentParts;
import agentserver.conversation.state.StateCodec;
import agentserver.conversation.socket.EventSockets;
import agentserver.llm.LlmClient;
import agentserver.llm.ModelHttp;
import agentserver.llm.demo.DemoProvider;
import agentserver.llm.openai.OpenAiProvider;
import agentserver.server.Cors;
import agentserver.server.EdgeSettings;
import agentserver.server.Gate;
import agentserver.server.HttpLimits;
import agentserver.server.HttpListener;
import agentserver.server.LiveSettings;
import agentserver.server.Readiness;
import agentserver.server.RequestMetrics;
import agentserver.server.Router;
import agentserver.server.SocketLimits;
import agentserver.server.auth.AuthRoutes;
import agentserver.server.auth.Keys;
import agentserver.server.docs.DocsRoutes;
import agentserver.server.socket.JettySockets;
import agentserver.server.status.Activity;
import agentserver.server.status.Build;
import agentserver.server.status.StatusRoutes;
import agentserver.tool.FinishTool;
import agentserver.tool.ThinkTool;
import agentserver.tool.ToolRegistry;
import agentserver.tool.client.ClientToolObservation;
import agentserver.tool.editor.FileEditorTool;
import agentserver.tool.terminal.TerminalToolFactory;
import agentserver.workspace.file.StaticRoutes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The server, put together: the only class that constructs services.
///
/// What is started is stopped in reverse by [#close]: first the door, then the sockets, then the
/// conversations with their agents.
public final class App implements AutoCloseable {

    private static final long MODEL_ANSWER_BYTES = 64L << 20;
    private static final long QUEUED_BYTES = 64L << 20;
    private static final int CONVERSATIONS_SHARE = 4; // of the memory, at most
    private static final Duration STOPPING = Duration.ofSeconds(1);
    private static final Duration MESSAGE_WRITE = Duration.ofSeconds(30);
    private static final Duration PING = Duration.ofSeconds(25);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Config config;
    private final Path base;
    private final Json json;
    private final HttpListener listener;

    /// Starts the server; when this returns, it answers.
    ///
    /// @param environment the process's variables
    /// @param base        the directory from which relative paths start
    /// @throws IOException when the address can't be bound
    public App(Config config, Map<String, String> environment, Path base, Build build)
            throws IOException {
        HttpListener.harden();
        this.config = config;
        this.base = base.toAbsolutePath().normalize();
        var tools = tools();
        json = new Json(kinds(tools));
        var activity = new Activity();
        var conversations = starting(
                new ConversationService(parts(tools, ToolEnvironment.of(environment), environment)));
        var router = new Router();
        var staticFiles = config.paths().staticFiles().map(this.base::resolve);
        new StatusRoutes(build, activity, tools::usableNames, () -> true, staticFiles)
                .addTo(router);
        staticFiles.ifPresent(folder ->
                new StaticRoutes(folder, Readiness.ALWAYS).addTo(router));
        new AuthRoutes().addTo(router);
        new DocsRoutes(json, Build.API_VERSION).addTo(router);
        new ConversationRoutes(() -> conversations).addTo(router);
        new ControlRoutes(() -> conversations).addTo(router);
        new TreeRoutes(() -> conversations).addTo(router);
        new EventRoutes(() -> conversations).addTo(router);
        new EventSockets(() -> conversations, json).addTo(router);
        listener = listen(router);
    }

    private <T extends AutoCloseable> T starting(T service) {
        started.push(service);
        return service;
    }

    private static List<Class<?>> kinds(ToolRegistry tools) {
        var kinds = new ArrayList<>(tools.kinds());
        kinds.add(ClientToolObservation.class);
        return kinds;
    }

    private ToolRegistry tools() {
        return new ToolRegistry(List.of(
                new TerminalToolFactory(config.tools().runtimeIdle()),
                FileEditorTool.factory(forbidden()),
                FinishTool.factory(),
                ThinkTool.factory()));
    }

    /// What agents must not touch: other conversations, and what the server keeps for itself. Their
    /// own outputs (`observations`) are theirs.
    private Predicate<Path> forbidden() {
        var conversations = base.resolve(config.paths().conversations()).normalize();
        var persistence = base.resolve(config.paths().persistence()).normalize();
        return path -> path.startsWith(persistence)
                || path.startsWith(conversations)
                        && !(path.getNameCount() > conversations.getNameCount() + 1
                        && path.getName(conversations.getNameCount() + 1)
                                .toString().equals("observations"));
    }

    private ConversationParts parts(
            ToolRegistry tools,
            Map<String, String> toolEnvironment,
            Map<String, String> environment) {
        var models = starting(new ModelHttp(MODEL_ANSWER_BYTES));
        var llm = new LlmClient(
                List.of(new DemoProvider(), new OpenAiProvider(models, environment)),
                environment, LlmClient.Sleeper.JITTERED);
        var sockets = config.limits().sockets();
        var keys = keys();
        var places = new Places(
                base, config.paths().conversations(), InstantSource.system(),
                ZoneId.systemDefault().getRules().getOffset(Instant.now()));
        var agents = new AgentParts(
                json, llm, tools, toolEnvironment, places, forbidden(),
                this::internal, Optional.empty());
        var codec = new StateCodec(json, keys);
        var store = new DiskConversations(
                places, codec, json, new PythonLayout(json, keys),
                new LeaseTerms(LeaseOwner.ofThisProcess(), config.limits().runs().leaseTtl(),
                        places.clock()));
        return new ConversationParts(
                agents, codec, store,
                new FeedLimits(
                        sockets.perConversation() + 1, // the journal listens too
                        sockets.queuedEvents(), QUEUED_BYTES, STOPPING),
                base.resolve(config.paths().worktrees()).normalize(),
                new LoadedConversations.Limits(
                        config.limits().runs().idleTtl(),
                        Runtime.getRuntime().maxMemory() / CONVERSATIONS_SHARE),
                ConversationListener.NONE);
    }

    private SecretKeys keys() {
        return new SecretKeys(
                config.doors().keyTexts(),
                base.resolve(config.paths().persistence()).resolve(".secret_key"));
    }

    private HttpListener listen(Router router) throws IOException {
        var sockets = starting(new JettySockets());
        var gate = starting(new Gate(
                router, json, new LiveSettings(edge()), Readiness.ALWAYS, RequestMetrics.NONE,
                sockets));
        var address = new InetSocketAddress(config.listen().host(), config.listen().port());
        return starting(new HttpListener(address, gate, STOPPING));
    }

    private EdgeSettings edge() {
        var doors = config.doors();
        var cors = doors.cors();
        var limits = config.limits();
        return new EdgeSettings(
                new Keys(doors.sessionKeys(), doors.secretKey()),
                new Cors(cors.origins(), cors.regex(), cors.dockerHost()),
                config.listen().rootPath(),
                new HttpLimits(
                        limits.http().bodyBytes(), limits.waits().bodySilence(),
                        HttpLimits.DEFAULT.answerIdle(), limits.http().headers(),
                        limits.http().headBytes()),
                new SocketLimits(
                        limits.sockets().total(), limits.sockets().messageBytes(),
                        limits.sockets().firstFrame(), MESSAGE_WRITE, PING),
                config.operation().debug());
    }

    /// The port in use.
    public int port() {
        return listener.port();
    }

    /// How processes on this machine reach the server.
    public URI internal() {
        return URI.create(config.listen().internalUrl(port()));
    }

    /// Stops everything in reverse order of its start. Blocks until agents have stopped, or the time
    /// for that is over.
    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) { // what is left has to stop too
                System.getLogger(App.class.getName())
                        .log(System.Logger.Level.ERROR, "a part did not stop cleanly", e);
            }
        }
    }
}
