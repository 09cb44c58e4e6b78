package agentserver.conversation;

import agentserver.agent.Agent;
import agentserver.base.fault.Fault;
import agentserver.conversation.journal.Places;
import agentserver.conversation.run.AgentParts;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.LocalWorkspace;
import agentserver.conversation.state.StartConversation;
import agentserver.conversation.state.StateCodec;
import agentserver.llm.Role;
import agentserver.tool.FinishTool;
import agentserver.tool.ThinkTool;
import agentserver.tool.ToolSpec;
import agentserver.tool.client.ClientTool;
import agentserver.tool.client.ClientToolSpec;
import agentserver.workspace.Worktree;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Makes of what a client asks for what a conversation begins with: the agent is found and told what
/// there is to tell, the workspace is where it will be. What can't be had is refused, and so is what
/// this server can't do yet: nothing is left out in silence. Source: contract 02 §4.2.
final class Opening {

    private static final Set<String> BUILT_IN = Set.of(FinishTool.NAME, ThinkTool.NAME);

    private final AgentParts parts;
    private final Places places;
    private final Path worktrees;
    private final StateCodec codec;
    private final Function<UUID, Optional<ConversationState>> conversations;

    /// @param worktrees     where worktrees are made, absolute
    /// @param conversations finds the state of a conversation
    Opening(
            AgentParts parts, Path worktrees, StateCodec codec,
            Function<UUID, Optional<ConversationState>> conversations) {
        this.parts = parts;
        this.places = parts.places();
        this.worktrees = worktrees;
        this.codec = codec;
        this.conversations = conversations;
    }

    /// May block, for as long as git takes.
    ///
    /// @throws Fault when it can't be had
    StartConversation resolve(UUID id, StartConversation asked) {
        checkParent(id, asked);
        checkMessage(asked);
        refuse(!asked.plugins().isEmpty(), "plugins");
        refuse(asked.hookConfig() != null && !asked.hookConfig().isNull(), "hook_config");
        var start = readable(asked);
        var agent = agent(start);
        refuse(!agent.mcpConfig().isEmpty(), "agent.mcp_config");
        var added = start.agentLaunchAdditions();
        if (added != null && !added.text().isEmpty()) {
            agent = agent.told(added.text(), places.clock().instant());
        }
        var worktree = worktree(id, start);
        if (worktree.isPresent()) {
            agent = agent.told(note(worktree.get()), places.clock().instant());
        }
        return start.resolved(
                agent.with(clientTools(start)),
                worktree.map(made -> new LocalWorkspace(made.directory().toString()))
                        .orElse(start.workspace()));
    }

    /// The same request, its secrets in clear.
    StartConversation readable(StartConversation asked) {
        return asked.secretsEncrypted()
                ? codec.decrypted(asked, StartConversation.class)
                : asked;
    }

    private void checkParent(UUID id, StartConversation asked) {
        var parent = asked.parentConversationId();
        if (parent == null) {
            return;
        }
        if (parent.equals(id)) {
            throw new Fault.Unprocessable("A conversation can't be its own parent");
        }
        var workspace = conversations.apply(parent)
                .orElseThrow(() -> new Fault.Unprocessable(
                        "Parent conversation " + parent + " not found"))
                .workspace();
        if (!real(directory(workspace)).equals(real(directory(asked.workspace())))) {
            throw new Fault.Unprocessable(
                    "Parent conversation " + parent + " works in another directory");
        }
    }

    private Path directory(LocalWorkspace workspace) {
        return places.base().resolve(workspace.workingDir()).toAbsolutePath().normalize();
    }

    /// Without links; what is not there yet is where it will be.
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            var above = path.getParent();
            return above == null ? path : real(above).resolve(path.getFileName());
        }
    }

    private static void checkMessage(StartConversation asked) {
        var message = asked.initialMessage();
        if (message != null && message.role() != Role.USER) {
            throw new Fault.Unprocessable("initial_message.role: only the role `user` can be sent");
        }
    }

    private static void refuse(boolean asked, String what) {
        if (asked) {
            throw new Fault.Unprocessable(what + ": this server does not do that yet");
        }
    }

    /// There are no profiles on this server: none is ever found.
    private Agent agent(StartConversation start) {
        if (start.agentProfileId() != null) {
            throw new Fault.NotFound(
                    "Agent profile with id '" + start.agentProfileId() + "' not found");
        }
        return Objects.requireNonNullElseGet(
                start.agent(), () -> start.agentSettings().agent(places.clock().instant()));
    }

    private Optional<Worktree> worktree(UUID id, StartConversation start) {
        return start.worktree()
                ? Worktree.add(
                        directory(start.workspace()), worktrees, id, parts.toolEnvironment())
                : Optional.empty();
    }

    private static String note(Worktree worktree) {
        return """
                You work in a git worktree made for this conversation alone.
                - The repository it belongs to was asked for as: %s
                - The worktree is: %s
                - Work in: %s
                - Its branch is: %s
                Leave the other directory as it is. Before you commit, make a branch from the main \
                branch whose name says what the work is about."""
                .formatted(worktree.source(), worktree.root(), worktree.directory(),
                        worktree.branch());
    }

    private List<ToolSpec> clientTools(StartConversation start) {
        var seen = new HashMap<String, ClientToolSpec>();
        for (var tool : start.clientTools()) {
            if (parts.tools().has(tool.name()) || BUILT_IN.contains(tool.name())) {
                throw new Fault.Unprocessable(
                        "client_tools: this server has a tool '" + tool.name() + "' itself");
            }
            var before = seen.putIfAbsent(tool.name(), tool);
            if (before != null) {
                throw new Fault.Unprocessable(
                        "client_tools: '" + tool.name() + "' is described twice");
            }
        }
        return start.clientTools().stream()
                .map(tool -> ClientTool.asked(tool, (ObjectNode) codec.tree(tool)))
                .toList();
    }
}
