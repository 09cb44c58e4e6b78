package agentserver.conversation.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.agent.AgentStep;
import agentserver.agent.ToolBox;
import agentserver.agent.ToolCallReader;
import agentserver.conversation.run.Admission;
import agentserver.conversation.run.AgentRuntime;
import agentserver.conversation.run.Run;
import agentserver.conversation.run.RunLoop;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.event.SystemPromptEvent;
import agentserver.event.log.EventLog;
import agentserver.llm.DeltaListener;
import agentserver.llm.LlmClient;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmConfigs;
import agentserver.llm.LlmProvider;
import agentserver.llm.LlmReply;
import agentserver.llm.LlmRequest;
import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.ModelName;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import agentserver.llm.TokenUsage;
import agentserver.tool.ThinkTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run does in each step beside sending the history: counted, not timed.
class StepCostTest {

    private static final int EARLY = 10;
    private static final int LATE = 2_000;

    @TempDir
    private Path base;

    @Test
    void stepCostDoesNotGrowWithHistory() throws Exception {
        var calls = new ConcurrentHashMap<String, Integer>();
        // without a lease, which would be renewed by the clock and not by steps
        try (var disk = new Disk(base, InstantSource.system(), Duration.ZERO);
                var journal = disk.create(log -> counting(log, calls));
                var turn = new Admission(1, 1).enter()) {
            var model = new Thinker(() -> Work.soFar(disk, calls));
            var agent = agent(disk, model);
            Disk.say(journal, "think");

            new RunLoop(journal, () -> agent, new Run(turn)).run();

            assertEquals(ExecutionStatus.FINISHED, journal.state().executionStatus());
            assertEquals(1 + 2 * LATE, model.messages);
            var early = model.begun.get(2 * EARLY).since(model.begun.get(EARLY));
            var late = model.begun.get(LATE).since(model.begun.get(LATE - EARLY));
            assertEquals(early.calls(), late.calls());
            assertTrue(early.calls().getOrDefault("append", 0) >= 2 * EARLY, early.toString());
            assertEquals(early.otherFiles(), late.otherFiles());
            assertEquals(0, late.otherFiles().size(), "rewritten: " + late);
            assertEquals(early.logBytes(), late.logBytes(), early.logBytes() / 50.0,
                    "numbers may have more digits, nothing else");
        }
    }

    private static AgentRuntime agent(Disk disk, Thinker model) {
        var think = new ThinkTool();
        var config = LlmConfigs.read("{'model': 'thinker/m', 'num_retries': 0}");
        var tools = new ToolBox(List.of(think));
        return new AgentRuntime(SystemPromptEvent.of("", List.of(), ""), tools, new AgentStep(
                () -> config, tools,
                new ToolCallReader(disk.json.strict(), List.of(think), () -> false),
                new LlmClient(List.of(model), Map.of(), _ -> { }), "session"));
    }

    /// The log, and how often each of its methods is called; but for `durable`, which whoever writes the
    /// log to the disk in the background calls when it comes to it.
    private static EventLog counting(EventLog log, Map<String, Integer> calls) {
        return (EventLog) Proxy.newProxyInstance(EventLog.class.getClassLoader(),
                new Class<?>[] {EventLog.class}, (_, method, arguments) -> {
                    if (!method.getName().equals("durable")) {
                        calls.merge(method.getName(), 1, Integer::sum);
                    }
                    try {
                        return method.invoke(log, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /// What was done so far.
    ///
    /// @param calls      calls of the log's methods, by their names
    /// @param logBytes   how long the log is
    /// @param otherFiles when the conversation's other files were written, by their names
    private record Work(
            Map<String, Integer> calls, long logBytes, Map<String, Object> otherFiles) {

        static Work soFar(Disk disk, Map<String, Integer> calls) {
            try (var files = Files.list(disk.directory())) {
                var others = new HashMap<String, Object>();
                for (var file : files.filter(path -> !path.equals(disk.log())).toList()) {
                    others.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
                }
                return new Work(Map.copyOf(calls), Files.size(disk.log()), others);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// What was done since then; of the other files those that were written.
        Work since(Work then) {
            var more = new HashMap<String, Integer>();
            calls.forEach((name, count) -> more.put(name, count - then.calls.getOrDefault(name, 0)));
            more.values().removeIf(count -> count == 0);
            var written = new HashMap<>(otherFiles);
            written.entrySet().removeAll(then.otherFiles.entrySet());
            return new Work(more, logBytes - then.logBytes, written);
        }
    }

    /// Thinks something new in each step, until it has been asked often enough.
    private static final class Thinker implements LlmProvider {

        private final Map<Integer, Work> begun = new HashMap<>();
        private final Supplier<Work> work;
        private int asked;
        private int messages;

        Thinker(Supplier<Work> work) {
            this.work = work;
        }

        @Override
        public boolean serves(String vendor) {
            return true;
        }

        @Override
        public LlmReply ask(ModelName model, LlmConfig config, LlmRequest request,
                Optional<DeltaListener> listener) {
            begun.put(asked, work.get());
            messages = request.messages().size();
            var number = "%08d".formatted(asked);
            return new LlmReply("reply-" + number, asked++ == LATE ? said() : thought(number),
                    TokenUsage.none("m"), Optional.empty(), Duration.ZERO);
        }

        private static Message said() {
            return Message.of(Role.ASSISTANT, List.of(TextContent.of("Done.")));
        }

        private static Message thought(String number) {
            var call = MessageToolCall.completion(
                    "call-" + number, "think", "{\"thought\": \"" + number + "\"}");
            return new Message(Role.ASSISTANT, List.of(), List.of(call), null, null, null,
                    List.of(), null);
        }
    }
}
