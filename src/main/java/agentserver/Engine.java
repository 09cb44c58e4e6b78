package agentserver;

import agentserver.base.feed.FeedLimits;
import agentserver.base.json.Json;
import agentserver.base.process.OpenFiles;
import agentserver.base.process.ToolEnvironment;
import agentserver.base.secret.Secret;
import agentserver.base.secret.SecretKeys;
import agentserver.base.store.LeaseOwner;
import agentserver.base.store.LeaseTerms;
import agentserver.config.Config;
import agentserver.config.Limits;
import agentserver.conversation.ConversationParts;
import agentserver.conversation.ConversationService;
import agentserver.conversation.LoadedConversations;
import agentserver.conversation.credential.CredentialBindings;
import agentserver.conversation.disk.DiskConversations;
import agentserver.conversation.journal.Places;
import agentserver.conversation.layout.PythonLayout;
import agentserver.conversation.run.Admission;
import agentserver.conversation.run.AgentParts;
import agentserver.conversation.run.RunLimits;
import agentserver.conversation.state.StateCodec;
import agentserver.conversation.webhook.Webhooks;
import agentserver.llm.LlmClient;
import agentserver.llm.ModelHttp;
import agentserver.llm.demo.DemoProvider;
import agentserver.llm.openai.OpenAiProvider;
import agentserver.tool.FinishTool;
import agentserver.tool.ThinkTool;
import agentserver.tool.ToolRegistry;
import agentserver.tool.client.ClientToolObservation;
import agentserver.tool.editor.FileEditorTool;
import agentserver.tool.terminal.TerminalToolFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// All that depends on the configuration and the environment of whoever uses the server: a dormant
/// server has none, its init makes one. Making one starts no process and writes no file.
///
/// @param tools         what agents can do
/// @param admission     whose step is next
/// @param conversations all of them
/// @param webhooks      who is told what happens in them
record Engine(
        ToolRegistry tools,
        Admission admission,
        ConversationService conversations,
        Webhooks webhooks) implements AutoCloseable {

    private static final long QUEUED_BYTES = 64L << 20;
    private static final int CONVERSATIONS_SHARE = 4; // of the memory, at most
    private static final int CONVERSATION_FILES = 2;
    private static final int LEAST_CONVERSATIONS = 16;
    private static final Duration FEED_CLOSING = Duration.ofSeconds(1);

    /// What every engine stands on, the same as long as the process lives.
    ///
    /// @param base    the directory from which relative paths start
    /// @param json    the mappers, which know all tools
    /// @param models  reaches models
    /// @param address how processes on this machine reach the server
    /// @param owner   as whom conversations are claimed
    /// @param oldKeys what secrets may still be encrypted with, beside the configured keys
    record Ground(
            Path base,
            Json json,
            ModelHttp models,
            Supplier<URI> address,
            Supplier<LeaseOwner> owner,
            List<Secret> oldKeys) {}

    /// The one way to make an engine.
    ///
    /// @param environment everything that reads a variable reads this
    static Engine of(Ground ground, Config config, Map<String, String> environment) {
        var keys = keys(ground, config);
        var places = new Places(
                ground.base(), config.paths().conversations(), InstantSource.system(),
                ZoneId.systemDefault().getRules().getOffset(Instant.now()));
        var llm = new LlmClient(
                List.of(new DemoProvider(), new OpenAiProvider(ground.models(), environment)),
                environment, LlmClient.Sleeper.JITTERED);
        var tools = tools(ground.base(), config);
        var visible = ToolEnvironment.of(environment, config.tools().confinement().env());
        var agents = new AgentParts(
                ground.json(), llm, tools, visible, places,
                forbidden(ground.base(), config), ground.address(), new CredentialBindings(),
                Optional.empty());
        var limits = config.limits();
        var admission = new Admission(limits.runs().steps(), limits.runs().queueDepth());
        var codec = new StateCodec(ground.json(), keys);
        var store = new DiskConversations(
                places, codec, ground.json(), new PythonLayout(ground.json(), keys),
                new LeaseTerms(ground.owner().get(), limits.runs().leaseTtl(),
                        places.clock()), visible);
        var webhooks = new Webhooks(
                config.operation().webhooks(), ground.json(),
                () -> config.doors().sessionKeys().stream().findFirst());
        var parts = new ConversationParts(
                agents, codec, store, new RunLimits(admission, limits.waits().shutdown()),
                feed(limits.sockets(), webhooks.watches()),
                ground.base().resolve(config.paths().worktrees()).normalize(),
                new LoadedConversations.Limits(
                        limits.runs().idleTtl(),
                        Runtime.getRuntime().maxMemory() / CONVERSATIONS_SHARE,
                        limits.runs().open().orElseGet(Engine::openConversations)),
                webhooks);
        return new Engine(tools, admission, new ConversationService(parts), webhooks);
    }

    /// Each holds its log and its lease open; the other half of the files is for connections and tools.
    private static int openConversations() {
        return Math.clamp(OpenFiles.limit() / 2 / CONVERSATION_FILES,
                LEAST_CONVERSATIONS, Integer.MAX_VALUE);
    }

    private static FeedLimits feed(Limits.Sockets sockets, int webhooks) {
        return new FeedLimits(
                sockets.perConversation() + webhooks,
                sockets.queuedEvents(), QUEUED_BYTES, FEED_CLOSING);
    }

    /// The records that the mappers have to know.
    static List<Class<?>> kinds(ToolRegistry tools) {
        var kinds = new ArrayList<>(tools.kinds());
        kinds.add(ClientToolObservation.class);
        return kinds;
    }

    static ToolRegistry tools(Path base, Config config) {
        return new ToolRegistry(List.of(
                new TerminalToolFactory(config.tools().runtimeIdle()),
                FileEditorTool.factory(forbidden(base, config)),
                FinishTool.factory(),
                ThinkTool.factory()));
    }

    /// What agents must not touch: other conversations, and what the server keeps for itself. Their
    /// own outputs (`observations`) are theirs.
    private static Predicate<Path> forbidden(Path base, Config config) {
        var conversations = base.resolve(config.paths().conversations()).normalize();
        var persistence = base.resolve(config.paths().persistence()).normalize();
        return path -> path.startsWith(persistence)
                || path.startsWith(conversations)
                        && !(path.getNameCount() > conversations.getNameCount() + 1
                        && path.getName(conversations.getNameCount() + 1)
                                .toString().equals("observations"));
    }

    private static SecretKeys keys(Ground ground, Config config) {
        var keys = new ArrayList<>(config.doors().keyTexts());
        ground.oldKeys().forEach(key -> keys.add(key.reveal()));
        return new SecretKeys(
                keys, ground.base().resolve(config.paths().persistence()).resolve(".secret_key"));
    }

    /// Blocks until agents have stopped, or the time for that is over.
    @Override
    public void close() {
        conversations.close();
        webhooks.close();
    }
}
