package agentserver.conversation.run;

import agentserver.agent.Agent;
import agentserver.agent.AgentContext;
import agentserver.agent.AgentStep;
import agentserver.agent.PromptInputs.SecretName;
import agentserver.agent.PromptInputs;
import agentserver.agent.PromptVariables;
import agentserver.agent.SecurityPolicy;
import agentserver.agent.SystemPrompt;
import agentserver.agent.ToolBox;
import agentserver.agent.ToolCallReader;
import agentserver.base.fault.Fault;
import agentserver.base.json.Json;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.state.ConversationState;
import agentserver.event.SystemPromptEvent;
import agentserver.llm.LlmClient;
import agentserver.tool.ToolContext;
import agentserver.tool.client.ClientTool;
import agentserver.tool.ToolRegistry;
import agentserver.tool.ToolSpec;
import agentserver.workspace.WorkspaceDirectory;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes agents that work in this process, on this machine.
public final class LocalAgents implements AgentFactory {

    private final AgentParts parts;

    public LocalAgents(AgentParts parts) {
        this.parts = parts;
    }

    @Override
    public AgentRuntime make(Journal journal) {
        var state = journal.state();
        var agent = state.agent().runnable();
        SystemPrompt.check(Optional.ofNullable(agent.systemPrompt()), agent.systemPromptFilename());
        var registry = parts.tools().and(
                journal.meta().start().clientTools().stream().map(ClientTool::factory).toList());
        var tools = registry.create(
                agent.tools(), agent.includeDefaultTools(), filter(agent), context(journal));
        var box = new ToolBox(tools);
        var reader = new ToolCallReader(
                parts.json().strict(), tools,
                () -> journal.state().securityAnalyzer() != null);
        var step = new AgentStep(
                () -> journal.state().agent().runnable().llm(), box, reader, parts.llm(),
                state.id().toString());
        return new AgentRuntime(prompt(state, box), box, step);
    }

    private static Optional<Pattern> filter(Agent agent) {
        try {
            return Optional.ofNullable(agent.filterToolsRegex()).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            throw new Fault.Unprocessable("agent.filter_tools_regex: " + e.getDescription());
        }
    }

    private ToolContext context(Journal journal) {
        var state = journal.state();
        var secrets = new SecretValues(
                () -> journal.state().secretRegistry(),
                () -> parts.credentials().of(state.id()), parts.server());
        return new ToolContext(
                WorkspaceDirectory.prepare(
                        parts.places().base(), state.workspace().workingDir(),
                        parts.toolEnvironment()),
                parts.places().directory(state.id()), state.persistenceDir(), parts.toolEnvironment(),
                secrets, !Boolean.TRUE.equals(
                        state.agent().runnable().llm().prompting().disableVision()));
    }

    private SystemPromptEvent prompt(ConversationState state, ToolBox tools) {
        var agent = state.agent().runnable();
        var policy = SecurityPolicy.text(
                Optional.ofNullable(agent.securityPolicyFilename()), parts.forbidden());
        var inputs = new PromptInputs(
                agent.llm().model(), PromptVariables.of(agent.systemPromptKwargs()),
                new PromptInputs.Texts(
                        Optional.ofNullable(agent.systemPrompt()), parts.soul(), policy),
                agent.tools().stream().map(ToolSpec::name).collect(Collectors.toSet()),
                false, context(state, parts.credentials().names(state.id())));
        var prompt = SystemPrompt.of(inputs);
        return SystemPromptEvent.of(
                prompt.fixed(), tools.definitions(), prompt.dynamic().orElse(""));
    }

    private static PromptInputs.Context context(ConversationState state, Set<String> bound) {
        var told = Optional.ofNullable(state.agent().runnable().agentContext());
        var kept = state.secretRegistry().secretSources().entrySet().stream()
                .map(secret -> new SecretName(
                        secret.getKey(), Optional.ofNullable(secret.getValue().description())));
        var elsewhere = bound.stream().sorted().map(name -> new SecretName(name, Optional.empty()));
        var secrets = Stream.concat(kept, elsewhere).toList();
        var datetime = told.isPresent()
                ? told.map(AgentContext::currentDatetime)
                : Optional.of(now()).filter(_ -> !secrets.isEmpty());
        return new PromptInputs.Context(
                told.map(AgentContext::systemMessageSuffix), secrets, datetime);
    }

    private static String now() {
        return LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
