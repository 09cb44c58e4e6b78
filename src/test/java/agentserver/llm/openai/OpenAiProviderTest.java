package agentserver.llm.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.Content;
import agentserver.llm.ImageContent;
import agentserver.llm.LlmClient;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmConfigs;
import agentserver.llm.LlmException;
import agentserver.llm.LlmReply;
import agentserver.llm.LlmRequest;
import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.ModelHttp;
import agentserver.llm.Role;
import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.llm.TextContent;
import agentserver.llm.ToolDeclaration;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProviderTest {

    private static final String SESSION = "cd21379a-5298-4e82-95db-59f3d6d3e009";

    private final ScriptedLlm llm = ScriptedLlm.start();
    private final ModelHttp http = new ModelHttp(1_000_000);
    private final LlmClient client = client(Map.of());

    @AfterEach
    void close() {
        http.close();
        llm.close();
    }

    @Test
    void requestLooksAsRecorded() throws Exception {
        llm.on("scripted", ScriptedReply.text("ok"));
        var golden = golden("chat_request.json");
        client.complete(at("scripted"), asked(golden), Optional.empty());
        var sent = llm.requests().getFirst();
        assertEquals(golden.toString(), sent.body().toString());
        assertEquals("/v1/chat/completions", sent.path());
        assertEquals("Bearer sk-golden", sent.headers().get("authorization"));
        assertEquals("application/json", sent.headers().get("content-type"));
        assertEquals(SESSION, sent.headers().get("x-litellm-session-id"));
        assertFalse(sent.headers().containsKey("x-title"));
    }

    @Test
    void streamedRequestLooksAsRecorded() throws Exception {
        llm.on("scripted", ScriptedReply.text("ok"));
        var golden = (ObjectNode) golden("chat_request_streamed.json");
        golden.put("prompt_cache_key", SESSION);
        client.complete(at("scripted").withStream(true), asked(golden), Optional.of((_, _) -> { }));
        assertEquals(golden.toString(), llm.requests().getFirst().body().toString());
    }

    @Test
    void replyIsReadWhole() throws Exception {
        llm.on("m", ScriptedReply.text("Let me see.").thinking("hm")
                .andCall("terminal", "{\"command\": \"ls\"}").using(7, 3, 2));
        var reply = ask(at("m"));
        assertEquals("Let me see.", reply.message().text());
        assertEquals("hm", reply.message().reasoningContent());
        assertEquals(List.of(MessageToolCall.completion(
                "call_00000001_0", "terminal", "{\"command\": \"ls\"}")),
                reply.message().toolCalls());
        assertEquals("chatcmpl-00000001", reply.id());
        assertEquals("openai/m", reply.usage().model());
        assertEquals(List.of(7L, 3L, 2L, 10L), List.of(reply.usage().promptTokens(),
                reply.usage().completionTokens(), reply.usage().cacheReadTokens(),
                reply.usage().perTurnToken()));
        assertTrue(reply.latency().isPositive());
    }

    @Test
    void streamGivesTheSameReplyAsOnePiece() throws Exception {
        var answer = ScriptedReply.text("Grüße, 世界 🙂, from the stream").thinking("let me think")
                .andCall("a", "{\"x\": \"some longer argument\"}").andCall("b", "{}")
                .using(9, 4, 1);
        llm.on("m", _ -> answer);
        var whole = ask(at("m"));
        var said = new StringBuilder();
        var thought = new StringBuilder();
        var pieces = new ArrayList<String>();
        var streamed = client.complete(at("m").withStream(true), hello(), Optional.of(
                (content, reasoning) -> {
                    content.ifPresent(said::append);
                    content.ifPresent(pieces::add);
                    reasoning.ifPresent(thought::append);
                }));
        assertEquals(whole.message().text(), streamed.message().text());
        assertEquals(whole.message().reasoningContent(), streamed.message().reasoningContent());
        assertEquals(List.of("call_00000002_0", "call_00000002_1"),
                streamed.message().toolCalls().stream().map(MessageToolCall::id).toList());
        assertEquals(
                whole.message().toolCalls().stream().map(MessageToolCall::arguments).toList(),
                streamed.message().toolCalls().stream().map(MessageToolCall::arguments).toList());
        assertEquals(whole.usage().promptTokens(), streamed.usage().promptTokens());
        assertEquals(whole.message().text(), said.toString());
        assertEquals("let me think", thought.toString());
        assertEquals("", pieces.getFirst());
    }

    @Test
    void withoutAListenerNothingIsStreamed() throws Exception {
        llm.on("m", ScriptedReply.text("x"));
        client.complete(at("m").withStream(true), hello(), Optional.empty());
        assertFalse(llm.requests().getFirst().streamed());
    }

    @Test
    void serverThatDoesNotStreamIsHeardAtOnce() throws Exception {
        llm.on("m", ScriptedReply.body(200, "application/json",
                "{\"id\":\"c\",\"choices\":[{\"message\":{\"content\":\"all of it\"}}]}"));
        var heard = new ArrayList<String>();
        var reply = client.complete(at("m").withStream(true), hello(),
                Optional.of((content, _) -> heard.add(content.orElseThrow())));
        assertEquals(List.of("all of it"), heard);
        assertEquals("all of it", reply.message().text());
    }

    @Test
    void oddStreamIsUnderstood() throws Exception {
        var stream = "\uFEFF: hello\r\nevent: message\r\n"
                + "data:{\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\r\n\r\n"
                + "\n\nid: 7\rdata: {\"choices\":\rdata: [{\"delta\":{\"content\":\"b\"}}]}\r\r"
                + "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"t\",\"function\":"
                + "{\"name\":\"f\",\"arguments\":\"{\"}}]}}]}\n\n"
                + "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":"
                + "{\"arguments\":\"}\"}}]},\"finish_reason\":\"tool_calls\"}]}";
        llm.on("m", ScriptedReply.body(200, "text/event-stream", stream));
        var reply = client.complete(at("m").withStream(true), hello(), Optional.of((_, _) -> { }));
        assertEquals("ab", reply.message().text());
        assertEquals(List.of(MessageToolCall.completion("t", "f", "{}")),
                reply.message().toolCalls());
    }

    @Test
    void lenientReplyIsUnderstood() throws Exception {
        llm.on("m", ScriptedReply.body(200, "application/json", """
                {"choices": [{"finish_reason": "length", "message": {
                  "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}],
                  "tool_calls": [{"function": {"name": "f", "arguments": {"x": 1}}},
                                 {"id": null, "function": {"name": "g"}}]}}],
                 "usage": {"input_tokens": 3, "output_tokens": 2, "cached_tokens": 1,
                           "output_tokens_details": {"reasoning_tokens": 1}}}"""));
        var reply = ask(at("m"));
        assertEquals("ab", reply.message().text());
        assertEquals("{\"x\":1}", reply.message().toolCalls().getFirst().arguments());
        assertTrue(reply.message().toolCalls().getLast().id().startsWith("call_"));
        assertEquals(3, reply.usage().promptTokens());
        assertEquals(1, reply.usage().cacheReadTokens());
        assertEquals(1, reply.usage().reasoningTokens());
        assertFalse(reply.id().isEmpty());
    }

    @Test
    void callsOfOneIdGetIdsOfTheirOwn() throws Exception {
        llm.on("m", ScriptedReply.body(200, "application/json", """
                {"choices": [{"message": {"tool_calls": [
                  {"id": "c", "function": {"name": "f"}}, {"id": "c", "function": {"name": "g"}},
                  {"id": "", "function": {"name": "h"}}]}}]}"""));
        var calls = ask(at("m")).message().toolCalls();
        assertEquals("c", calls.getFirst().id());
        assertEquals(3, calls.stream().map(MessageToolCall::id).distinct().count());
        assertFalse(calls.getLast().id().isEmpty());
    }

    @Test
    void refusalIsShownAsTheAnswer() throws Exception {
        llm.on("m", ScriptedReply.body(200, "application/json",
                "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"No.\"}}]}"));
        var reply = ask(at("m"));
        assertEquals("No.", reply.message().text());
        assertNull(reply.message().toolCalls());
    }

    @Test
    void setParametersAreSentAndUnsupportedOnesAreNot() throws Exception {
        llm.on("o3-mini", ScriptedReply.text("x"));
        llm.on("plain", ScriptedReply.text("x"));
        ask(with("openai/o3-mini", "'temperature': 0.5, 'max_output_tokens': 200000, 'seed': 4,"
                + " 'litellm_extra_body': {'seed': 5, 'stream': true, 'n': 1}"));
        ask(with("openai/plain", "'temperature': 0.5, 'top_p': 0.9, 'top_k': 3"));
        var reasoning = llm.requests().getFirst().body();
        assertEquals("high", reasoning.path("reasoning_effort").asText());
        assertEquals(100_000, reasoning.path("max_completion_tokens").asInt());
        assertEquals(5, reasoning.path("seed").asInt());
        assertEquals(1, reasoning.path("n").asInt());
        assertFalse(reasoning.has("temperature") || reasoning.has("stream"));
        var plain = llm.requests().getLast().body();
        assertEquals("0.5 0.9 3.0", plain.path("temperature").asText() + ' '
                + plain.path("top_p").asText() + ' ' + plain.path("top_k").asText());
        assertFalse(plain.has("reasoning_effort") || plain.has("seed"));
    }

    @Test
    void imagesGoOnlyToModelsThatSee() throws Exception {
        llm.on("gpt-4o", ScriptedReply.text("x")).on("blind", ScriptedReply.text("x"));
        var message = Message.of(Role.USER, List.<Content>of(TextContent.of("look"),
                new ImageContent(false, List.of("data:image/png;base64,AA", "https://x/y.png"))));
        var request = new LlmRequest(List.of(message), List.of(), SESSION);
        client.complete(at("gpt-4o"), request, Optional.empty());
        client.complete(at("blind"), request, Optional.empty());
        assertEquals("https://x/y.png", llm.requests().getFirst().body().at(
                "/messages/0/content/2/image_url/url").asText());
        assertEquals(1, llm.requests().getLast().body().at("/messages/0/content").size());
    }

    @Test
    void cacheMarksStandOnTheSystemMessageAndTheLastOneHeard() throws Exception {
        llm.on("claude-sonnet-4-5", ScriptedReply.text("x"));
        var system = Message.of(Role.SYSTEM, List.of(TextContent.of("a"), TextContent.of("b")));
        var call = new Message(Role.ASSISTANT, List.of(),
                List.of(MessageToolCall.completion("c", "f", "{}")), null, null, null, null, null);
        var result = Message.toolResult("c", "f", List.of(TextContent.of("r")));
        client.complete(with("litellm_proxy/claude-sonnet-4-5", "'seed': 1"), new LlmRequest(
                List.of(system, Message.text(Role.USER, "u"), call, result), List.of(), SESSION),
                Optional.empty());
        var messages = llm.requests().getFirst().body().path("messages");
        var ephemeral = "{\"type\":\"ephemeral\"}";
        assertEquals(ephemeral, messages.at("/0/content/0/cache_control").toString());
        assertFalse(messages.at("/0/content/1").has("cache_control"));
        assertFalse(messages.at("/1/content/0").has("cache_control"));
        assertEquals(ephemeral, messages.at("/3/cache_control").toString());
        assertEquals("OpenHands", llm.requests().getFirst().headers().get("x-title"));
    }

    @Test
    void plainServersGetOneString() throws Exception {
        llm.on("deepseek-chat", ScriptedReply.text("x"));
        client.complete(with("deepseek/deepseek-chat", "'seed': 1"), new LlmRequest(List.of(
                Message.of(Role.USER, List.of(TextContent.of("a"), TextContent.of("b")))),
                List.of(), SESSION), Optional.empty());
        var body = llm.requests().getFirst().body();
        assertEquals("a\nb", body.at("/messages/0/content").asText());
        assertFalse(body.has("prompt_cache_key"));
    }

    @Test
    void longToolTextIsCutInTheMiddle() throws Exception {
        llm.on("m", ScriptedReply.text("x"));
        var result = Message.toolResult("c", "f",
                List.of(TextContent.of("A" + "x".repeat(80_000) + "Z")));
        client.complete(at("m"), new LlmRequest(List.of(result), List.of(), SESSION),
                Optional.empty());
        var text = llm.requests().getFirst().body().at("/messages/0/content/0/text").asText();
        assertEquals(50_000, text.length());
        assertTrue(text.startsWith("A") && text.endsWith("Z"));
    }

    @Test
    void ownHeadersWin() throws Exception {
        llm.on("m", ScriptedReply.text("x"));
        ask(with("openai/m", "'extra_headers': {'authorization': 'Token t', 'X-Title': 'Mine'}"));
        var headers = llm.requests().getFirst().headers();
        assertEquals("Token t", headers.get("authorization"));
        assertEquals("Mine", headers.get("x-title"));
    }

    @Test
    void headerThatCanNotBeSentIsNamedButNotShown() {
        var failure = assertThrows(LlmException.class, () -> ask(
                with("openai/m", "'extra_headers': {'X-Bad': 'secret\\nvalue'}")));
        assertEquals("LLMBadRequestError", failure.code());
        assertTrue(failure.detail().contains("X-Bad"));
        assertFalse(failure.detail().contains("secret"));
    }

    @Test
    void keyAndAddressComeFromTheEnvironmentToo() throws Exception {
        llm.on("m", ScriptedReply.text("x"));
        var environment = Map.of("GROQ_API_KEY", "gsk-1", "GROQ_API_BASE", llm.baseUrl());
        client(environment).complete(
                LlmConfigs.read("{'model': 'groq/m'}"), hello(), Optional.empty());
        assertEquals("Bearer gsk-1", llm.requests().getFirst().headers().get("authorization"));
    }

    @Test
    void missingKeyForAVendorIsAnAuthenticationError() {
        var failure = assertThrows(LlmException.class,
                () -> ask(LlmConfigs.read("{'model': 'openai/m', 'num_retries': 0}")));
        assertEquals("LLMAuthenticationError", failure.code());
        assertTrue(failure.detail().contains("OPENAI_API_KEY"));
    }

    @Test
    void toolsInThePromptAreRefusedClearly() {
        var failure = assertThrows(LlmException.class, () -> client.complete(
                with("openai/m", "'native_tool_calling': false"),
                new LlmRequest(List.of(Message.text(Role.USER, "u")), List.of(new ToolDeclaration(
                        "f", "", new ObjectMapper().createObjectNode())), SESSION),
                Optional.empty()));
        assertEquals("LLMBadRequestError", failure.code());
        assertTrue(failure.detail().contains("native_tool_calling"));
    }

    @Test
    void costOfTheProxyComesFirstThenOwnPrices() throws Exception {
        llm.on("m", ScriptedReply.text("x").header("x-litellm-response-cost", "0.125"),
                ScriptedReply.text("x").using(100, 10, 0), ScriptedReply.text("x"));
        var priced = with("openai/m",
                "'input_cost_per_token': 0.001, 'output_cost_per_token': 0.002");
        assertEquals(0.125, ask(priced).cost().orElseThrow());
        assertEquals(0.12, ask(priced).cost().orElseThrow(), 1e-9);
        assertTrue(ask(at("m")).cost().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Infinity", "NaN", "-1", "1e999", "free"})
    void costThatIsNoAmountDoesNotCount(String cost) throws Exception {
        llm.on("m", ScriptedReply.text("x").header("x-litellm-response-cost", cost));
        assertTrue(ask(at("m")).cost().isEmpty());
    }

    @Test
    void ownPriceThatIsNoAmountDoesNotCount() throws Exception {
        llm.on("m", ScriptedReply.text("x").using(100, 10, 0));
        assertTrue(ask(with("openai/m", "'input_cost_per_token': 1e308,"
                + " 'output_cost_per_token': 0.1")).cost().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {11_000_000, 21_000_000})
    void answerThatIsTooLongToKeepIsToldSoAndNotBoughtAgain(int chars) {
        try (var wide = new ModelHttp(64 << 20)) {
            var client = new LlmClient(
                    List.of(new OpenAiProvider(wide, Map.of())), Map.of(), _ -> { });
            llm.on("m", _ -> ScriptedReply.text("x".repeat(chars)));
            var failure = assertThrows(LlmException.class, () -> client.complete(
                    LlmConfigs.read("{'model': 'openai/m', 'num_retries': 3, 'base_url': '"
                            + llm.baseUrl() + "'}"), hello(), Optional.empty()));
            assertEquals("LLMBadRequestError", failure.code());
            assertTrue(failure.detail().contains("more than 10000000 characters"));
            assertEquals(1, llm.requests().size());
        }
    }

    private LlmClient client(Map<String, String> environment) {
        return new LlmClient(List.of(new OpenAiProvider(http, environment)), environment,
                _ -> { });
    }

    private LlmReply ask(LlmConfig config) throws InterruptedException {
        return client.complete(config, hello(), Optional.empty());
    }

    private LlmConfig at(String model) {
        return LlmConfigs.at(llm, model);
    }

    private LlmConfig with(String model, String members) {
        return LlmConfigs.read("{'model': '" + model + "', 'base_url': '" + llm.baseUrl()
                + "', 'num_retries': 0, 'timeout': 20, " + members + "}");
    }

    private static LlmRequest hello() {
        return new LlmRequest(List.of(Message.text(Role.USER, "hello")), List.of(), SESSION);
    }

    private static JsonNode golden(String name) throws IOException {
        return new ObjectMapper().readTree(
                OpenAiProviderTest.class.getResourceAsStream("/wire/" + name));
    }

    /// The request of which a recorded body was made.
    private static LlmRequest asked(JsonNode body) {
        var messages = new ArrayList<Message>();
        for (var message : body.path("messages")) {
            var content = new ArrayList<Content>();
            message.path("content").forEach(
                    part -> content.add(TextContent.of(part.path("text").asText())));
            var calls = new ArrayList<MessageToolCall>();
            message.path("tool_calls").forEach(call -> calls.add(MessageToolCall.completion(
                    call.path("id").asText(), call.at("/function/name").asText(),
                    call.at("/function/arguments").asText())));
            messages.add(new Message(Role.valueOf(message.path("role").asText().toUpperCase()),
                    content, calls.isEmpty() ? null : calls,
                    message.path("tool_call_id").asText(null), message.path("name").asText(null),
                    null, null, null));
        }
        var tools = new ArrayList<ToolDeclaration>();
        body.path("tools").forEach(tool -> tools.add(new ToolDeclaration(
                tool.at("/function/name").asText(), tool.at("/function/description").asText(),
                (ObjectNode) tool.at("/function/parameters"))));
        return new LlmRequest(messages, tools, SESSION);
    }
}
