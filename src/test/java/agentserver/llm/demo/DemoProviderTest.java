package agentserver.llm.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.LlmClient;
import agentserver.llm.LlmConfigs;
import agentserver.llm.LlmException;
import agentserver.llm.LlmReply;
import agentserver.llm.LlmRequest;
import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import agentserver.llm.ToolDeclaration;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoProviderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LlmClient client =
            new LlmClient(List.of(new DemoProvider()), Map.of(), _ -> { });
    private final List<Message> history = new ArrayList<>();
    private List<ToolDeclaration> tools = tools("terminal", "file_editor", "finish");

    @Test
    void backticksAreRunOneAfterTheOtherAndReported() throws Exception {
        user("Please run `echo one` and then `echo two`.");
        assertCall("terminal", "command", "echo one");
        result("one\n[Current working directory: /w]");
        assertCall("terminal", "command", "echo two");
        result("two");
        var finish = call("finish");
        assertTrue(finish.path("message").asText().contains("demo"));
        assertTrue(finish.path("message").asText().contains("`echo one` and saw: one"));
        assertTrue(finish.path("message").asText().contains("`echo two` and saw: two"));
    }

    @Test
    void fileIsWrittenWhereTheTerminalIs() throws Exception {
        user("write hello.txt: Hello there");
        assertCall("terminal", "command", "pwd");
        result("/w/project\n[The command completed with exit code 0.]");
        var create = call("file_editor");
        assertEquals("/w/project/hello.txt", create.path("path").asText());
        assertEquals("Hello there\n", create.path("file_text").asText());
        assertEquals("create", create.path("command").asText());
        result("File created successfully at: /w/project/hello.txt");
        assertTrue(call("finish").path("message").asText().contains("/w/project/hello.txt"));
    }

    @Test
    void knownDirectoryIsNotAskedForAgain() throws Exception {
        user("`ls` then write a/b.txt: x, then `cat a/b.txt`");
        call("terminal");
        result("nothing\n[Current working directory: /w]");
        assertEquals("/w/a/b.txt", call("file_editor").path("path").asText());
        result("File created successfully at: /w/a/b.txt");
        assertCall("terminal", "command", "cat a/b.txt");
        result("x");
        call("finish");
    }

    @Test
    void fileThatIsThereIsReplacedByTheTerminal() throws Exception {
        user("write /w/it's.txt: don't");
        call("file_editor");
        result("[An error occurred during execution.]\nInvalid `path` parameter: already exists");
        assertCall("terminal", "command", "printf '%s' 'don'\\''t\n' > '/w/it'\\''s.txt'");
        result("");
        assertTrue(call("finish").path("message").asText().contains("I wrote /w/it's.txt"));
    }

    @Test
    void newUserMessageStartsAnew() throws Exception {
        user("`first`");
        call("terminal");
        result("1");
        call("finish");
        result("done");
        user("`second`");
        assertCall("terminal", "command", "second");
    }

    @Test
    void anythingElseIsAnsweredByNamingItself() throws Exception {
        user("What is the meaning of life?");
        var reply = ask();
        assertEquals(null, reply.message().toolCalls());
        assertTrue(reply.message().text().contains("demo/agent"));
        assertTrue(reply.usage().promptTokens() > 0 && reply.usage().completionTokens() > 0);
    }

    @Test
    void titleIsShortAndSaysDemo() throws Exception {
        tools = List.of();
        history.add(Message.text(Role.SYSTEM, "Make a title for a conversation."));
        user("It begins with: run `ls`");
        var title = ask().message().text();
        assertTrue(title.contains("Demo") && title.length() < 50);
    }

    @Test
    void missingToolIsToldHonestly() throws Exception {
        tools = tools("finish");
        user("`ls` and write a.txt: b");
        var message = call("finish").path("message").asText();
        assertTrue(message.contains("I have no terminal"));
        assertTrue(message.contains("I have no editor"));
    }

    @Test
    void sameHistoryGetsTheSameReplyAndItsDeltasAreTheText() throws Exception {
        user("hello");
        var heard = new StringBuilder();
        var config = LlmConfigs.read("{'model': 'demo/agent', 'stream': true}");
        var request = new LlmRequest(history, tools, "s");
        var streamed = client.complete(config, request,
                Optional.of((content, _) -> heard.append(content.orElseThrow())));
        var whole = client.complete(config, request, Optional.empty());
        assertEquals(whole.message(), streamed.message());
        assertEquals(whole.id(), streamed.id());
        assertEquals(whole.message().text(), heard.toString());
    }

    @Test
    void otherDemoModelsDoNotExist() {
        var failure = assertThrows(LlmException.class, () -> client.complete(
                LlmConfigs.read("{'model': 'demo/x'}"),
                new LlmRequest(List.of(), List.of(), "s"), Optional.empty()));
        assertEquals("NotFoundError", failure.code());
    }

    @Test
    void instructionsAreFoundInOrder() {
        assertEquals(List.of(
                        new Instruction.Run("ls"),
                        new Instruction.Write("a.txt", "one, two"),
                        new Instruction.Run("make\ntest")),
                Instruction.in("Do `ls`. Write a.txt : one, two and then\n```sh\nmake\ntest\n```"));
    }

    private void user(String text) {
        history.add(Message.text(Role.USER, text));
    }

    private void result(String text) {
        var call = history.getLast().toolCalls().getFirst();
        history.add(Message.toolResult(call.id(), call.name(), List.of(TextContent.of(text))));
    }

    private void assertCall(String tool, String argument, String value) throws Exception {
        assertEquals(value, call(tool).path(argument).asText());
    }

    /// The arguments of the next call, which must be of `tool`; the call joins the history.
    private JsonNode call(String tool) throws Exception {
        var message = ask().message();
        history.add(message);
        var calls = message.toolCalls();
        assertEquals(List.of(tool), calls.stream().map(MessageToolCall::name).toList());
        return JSON.readTree(calls.getFirst().arguments());
    }

    private LlmReply ask() throws InterruptedException {
        return client.complete(LlmConfigs.read("{'model': 'demo/agent'}"),
                new LlmRequest(history, tools, "s"), Optional.empty());
    }

    private static List<ToolDeclaration> tools(String... names) {
        return Arrays.stream(names)
                .map(name -> new ToolDeclaration(name, "d", JSON.createObjectNode()))
                .toList();
    }
}
