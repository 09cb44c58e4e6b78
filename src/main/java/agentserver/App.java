package agentserver;

import agentserver.base.egress.Egress;
import agentserver.base.egress.EgressRule;
import agentserver.base.fault.Fault;
import agentserver.base.json.Json;
import agentserver.base.json.Once;
import agentserver.base.log.Access;
import agentserver.base.log.Log;
import agentserver.base.store.LeaseOwner;
import agentserver.config.Config;
import agentserver.config.InitRequest;
import agentserver.config.Paths;
import agentserver.conversation.ControlRoutes;
import agentserver.conversation.ConversationRoutes;
import agentserver.conversation.ConversationService;
import agentserver.conversation.CredentialRoutes;
import agentserver.conversation.EventRoutes;
import agentserver.conversation.TreeRoutes;
import agentserver.conversation.socket.EventSockets;
import agentserver.conversation.socket.EventStreams;
import agentserver.llm.ModelHttp;
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
import agentserver.server.init.Attempt;
import agentserver.server.init.Init;
import agentserver.server.init.InitRoutes;
import agentserver.server.init.Lifecycle;
import agentserver.server.socket.JettySockets;
import agentserver.server.status.Activity;
import agentserver.server.status.Build;
import agentserver.server.status.StatusRoutes;
import agentserver.workspace.file.StaticRoutes;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// The server, put together: with its [Engine], the only class that constructs services.
///
/// The configuration in force may change twice over: an init replaces it, with the engine, in one step;
/// [#reload] takes over keys, origins and the log level. `changing` guards both. What is started is
/// stopped in reverse by [#close]: first the doors, then the conversations with their agents.
///
/// The door opens first: what the first answers need not wait for, the engine among it, is made
/// behind it, by whoever asks for it or after [#FIRST_ANSWERS].
public final class App implements AutoCloseable {

    private static final long MODEL_ANSWER_BYTES = 64L << 20;
    private static final Duration MESSAGE_WRITE = Duration.ofSeconds(30);
    private static final Duration PING = Duration.ofSeconds(25);
    private static final String CONVERSATIONS_PATH = "conversations_path";

    /// What waits behind the open door takes both processors of a small machine for a moment: those
    /// who wait for the server to start go first.
    static final Duration FIRST_ANSWERS = Duration.ofMillis(300);

    private static final Path DESCRIPTION =
            Path.of(System.getProperty("java.home"), "lib", "openapi.json"); // in an image

    private static final Logger LOG = System.getLogger(App.class.getName());

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final Lifecycle lifecycle = new Lifecycle();
    private final Map<String, String> environment;
    private final Optional<Log> log;
    private final Engine.Ground ground;
    private final LiveSettings live;
    private final HttpListener listener;
    private final boolean isReal;
    private volatile Config config;
    private volatile Optional<Once<Engine>> engine = Optional.empty(); // none while dormant

    /// Starts the server; when this returns, it answers.
    ///
    /// @param environment the process's variables
    /// @param base        the directory from which relative paths start
    /// @throws IOException when the address can't be bound, or the directory of the conversations can't
    ///         be used
    public App(Config config, Map<String, String> environment, Path base, Build build)
            throws IOException {
        this(config, environment, base, build, Optional.empty());
    }

    /// @param log hears of every request, and follows the configuration: its level, and the secrets
    ///            that it keeps out; it is not closed here
    public App(Config config, Map<String, String> environment, Path base, Build build,
            Optional<Log> log) throws IOException {
        this(config, environment, base, build, log, Optional.empty());
    }

    /// A server that is there for a [Rehearsal].
    ///
    /// @param json of the server that rehearses: what it learns is learned by both
    /// @param log  that nobody reads
    static App rehearsed(Config config, Path base, Build build, Json json, Log log)
            throws IOException {
        return new App(config, Map.of(), base, build, Optional.of(log), Optional.of(json));
    }

    private App(Config config, Map<String, String> environment, Path base, Build build,
            Optional<Log> log, Optional<Json> json) throws IOException {
        isReal = json.isEmpty();
        HttpListener.harden(connections(config));
        this.config = config;
        this.environment = Map.copyOf(environment);
        this.log = log;
        var root = base.toAbsolutePath().normalize();
        var tools = Engine.tools(root, config); // the same names and kinds in every engine
        ground = new Engine.Ground(
                root, json.orElseGet(() -> new Json(Engine.kinds(tools))),
                starting(new ModelHttp(MODEL_ANSWER_BYTES)),
                this::internal, new Once<>(LeaseOwner::ofThisProcess),
                config.doors().secretKey().stream().toList());
        starting(() -> engine.flatMap(Once::made).ifPresent(Engine::close));
        if (!config.doors().deferred()) {
            try (var attempt = new Attempt()) {
                attempt.directory(
                        CONVERSATIONS_PATH, root.resolve(config.paths().conversations()));
                attempt.commit();
            }
            engine = Optional.of(new Once<>(() -> begun(config)));
        }
        live = new LiveSettings(edge(config));
        var router = new Router();
        var staticFiles = config.paths().staticFiles().map(root::resolve);
        new StatusRoutes(build, new Activity(), tools::usableNames, () -> true, staticFiles)
                .addTo(router);
        staticFiles.ifPresent(folder -> new StaticRoutes(
                folder, door -> live.current().readiness().check(door)).addTo(router));
        addRoutes(router, config.doors().deferred());
        var streams = new EventStreams(this::conversations);
        streams.addTo(router);
        listener = listen(router);
        starting(streams); // ended first: the listener waits for requests under way
        if (isReal) {
            Egress.enforce(egress()); // not before: what we listen on is ours
            starting(behindTheDoor(build));
        }
    }

    private Engine begun(Config first) {
        var made = Engine.of(ground, first, environment);
        made.conversations().start();
        return made;
    }

    private AutoCloseable behindTheDoor(Build build) {
        var thread = Thread.ofPlatform().daemon().name("after-start")
                .start(() -> afterFirstAnswers(build));
        return () -> {
            thread.interrupt();
            thread.join();
        };
    }

    private void afterFirstAnswers(Build build) {
        try {
            Thread.sleep(FIRST_ANSWERS);
            engine.ifPresent(Once::get);
            ground.json().warmUp();
            ground.owner().get();
            if (config.doors().deferred()) {
                var home = ground.base().resolve(config.paths().persistence()).normalize();
                new Rehearsal(home, build, ground.json()).run();
                LOG.log(Level.INFO, "dormant: waiting for POST /api/init");
            }
        } catch (InterruptedException _) { // closed: there is nothing to prepare for
            return;
        } catch (RuntimeException e) { // the border of this thread: who asks tries again
            LOG.log(Level.ERROR, "not all could be prepared", e);
        }
    }

    private EgressRule egress() {
        return switch (config.tools().egress()) {
            case LINK_LOCAL -> EgressRule.LINK_LOCAL;
            case PRIVATE -> EgressRule.PRIVATE;
            case OFF -> EgressRule.OFF;
        };
    }

    private <T extends AutoCloseable> T starting(T service) {
        started.push(service);
        return service;
    }

    private void addRoutes(Router router, boolean deferred) {
        var init = deferred
                ? Optional.of(new Init(lifecycle, this::prepare)) : Optional.<Init>empty();
        new InitRoutes(init).addTo(router);
        new AuthRoutes().addTo(router);
        new DocsRoutes(ground.json(), Build.API_VERSION, DESCRIPTION).addTo(router);
        new ConversationRoutes(this::conversations).addTo(router);
        new ControlRoutes(this::conversations).addTo(router);
        new CredentialRoutes(this::conversations).addTo(router);
        new TreeRoutes(this::conversations).addTo(router);
        new EventRoutes(this::conversations).addTo(router);
        new EventSockets(this::conversations, ground.json()).addTo(router);
    }

    private ConversationService conversations() {
        return engine.orElseThrow(() -> new Fault.NotReady(
                "Conversation service is not available", Duration.ofSeconds(1)))
                .get().conversations();
    }

    private HttpListener listen(Router router) throws IOException {
        var sockets = new JettySockets();
        Consumer<Access> accesses = access -> log.ifPresent(it -> it.access(access));
        var gate = starting(new Gate(
                router, ground.json(), live, RequestMetrics.NONE, sockets, accesses));
        var address = new InetSocketAddress(config.listen().host(), config.listen().port());
        var door = new HttpListener(address, gate, config.limits().waits().shutdown());
        starting(() -> shut(door, sockets));
        return door;
    }

    /// Side by side: sockets are told to go while requests may still end.
    private static void shut(HttpListener door, JettySockets sockets) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(door::close);
            threads.execute(sockets::close);
        }
    }

    /// The stages of an init. See [agentserver.server.init.Preparation].
    private Runnable prepare(InitRequest request, Attempt attempt) throws IOException {
        changing.lock();
        attempt.keep(changing::unlock);
        var ready = request.over(config);
        var fresh = stage(ready, request.env(), attempt);
        return () -> {
            fresh.conversations().start();
            engine = Optional.of(Once.of(fresh));
            putInForce(ready);
            changing.unlock();
            log.map(it -> it.logger(App.class.getName())).orElse(LOG)
                    .log(Level.INFO, "the server is ready");
        };
    }

    private Engine stage(Config ready, Map<String, String> more, Attempt attempt)
            throws IOException {
        var paths = ready.paths();
        attempt.directory(CONVERSATIONS_PATH, ground.base().resolve(paths.conversations()));
        asked("bash_events_dir", Paths::bashEvents, paths, attempt);
        asked("conversation_worktree_root", Paths::worktrees, paths, attempt);
        var variables = new HashMap<>(environment);
        variables.putAll(more);
        return attempt.keep(Engine.of(ground, ready, Map.copyOf(variables)));
    }

    /// A directory that the init names has to be usable. One that it does not name may never be needed,
    /// and may be shared with servers of other users.
    private void asked(
            String setting, Function<Paths, Path> directory, Paths paths, Attempt attempt)
            throws IOException {
        var wanted = directory.apply(paths);
        if (!wanted.equals(directory.apply(config.paths()))) {
            attempt.directory(setting, ground.base().resolve(wanted));
        }
    }

    /// Takes over what may change while the server runs: see [Config#reloaded].
    ///
    /// @throws IllegalArgumentException when that would leave the server open to the network although
    ///         nobody allowed it; then nothing has changed
    public void reload(Config fresh) {
        changing.lock();
        try {
            var next = config.reloaded(fresh);
            if (!next.doors().deferred() && next.isOpenToTheWorld()) {
                throw new IllegalArgumentException("session_api_keys: a server that listens beyond "
                        + "this machine needs a session key");
            }
            putInForce(next);
        } finally {
            changing.unlock();
        }
    }

    /// Called with the lock. The settings are swapped last: who gets in by them finds the rest in place.
    private void putInForce(Config next) {
        log.ifPresent(it -> {
            it.redact(next.secrets());
            it.level(next.operation().log().level());
        });
        config = next;
        live.swap(edge(next));
    }

    private EdgeSettings edge(Config next) {
        var doors = next.doors();
        var cors = doors.cors();
        var limits = next.limits();
        return new EdgeSettings(
                new Keys(doors.sessionKeys(), doors.secretKey()),
                doors.deferred() ? lifecycle : Readiness.ALWAYS,
                new Cors(cors.origins(), cors.regex(), cors.dockerHost()),
                next.listen().rootPath(),
                new HttpLimits(
                        limits.http().bodyBytes(), limits.waits().bodySilence(),
                        HttpLimits.DEFAULT.answerIdle(), limits.http().headers(),
                        limits.http().headBytes()),
                new SocketLimits(
                        limits.sockets().total(), limits.sockets().messageBytes(),
                        limits.sockets().firstFrame(), MESSAGE_WRITE, PING),
                next.operation().debug());
    }

    private static HttpListener.Connections connections(Config config) {
        var http = config.limits().http();
        var waits = config.limits().waits();
        return new HttpListener.Connections(http.connections(), http.headers(), http.headBytes(),
                waits.head(), waits.keepAlive());
    }

    /// The port in use.
    public int port() {
        return listener.port();
    }

    /// How processes on this machine reach the server.
    public URI internal() {
        return URI.create(config.listen().internalUrl(port()));
    }

    /// Takes no more requests, lets those under way end, and stops everything in reverse order of its
    /// start. Blocks until agents have stopped, or the time for that is over.
    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) { // what is left has to stop too
                LOG.log(Level.ERROR, "a part did not stop cleanly", e);
            }
        }
    }
}
