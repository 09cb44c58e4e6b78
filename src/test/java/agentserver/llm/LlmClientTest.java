package agentserver.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.llm.openai.OpenAiProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlmClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScriptedLlm llm = ScriptedLlm.golden();
    private final ModelHttp http = new ModelHttp(100_000);
    private final List<Duration> waits = new ArrayList<>();
    private final LlmClient client = new LlmClient(
            List.of(new OpenAiProvider(http, Map.of())), Map.of(), waits::add);

    @AfterEach
    void close() {
        http.close();
        llm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "err401 | LLMAuthenticationError | litellm.AuthenticationError: OpenAIException"
                + " - Incorrect API key provided",
        "err429 | LLMRateLimitError | litellm.RateLimitError: OpenAIException"
                + " - Rate limit reached",
        "err500 | LLMServiceUnavailableError | litellm.InternalServerError: OpenAIException"
                + " - The server had an error",
        "err400 | LLMBadRequestError | litellm.BadRequestError: OpenAIException"
                + " - Invalid request",
        "ctx | LLMContextWindowExceedError | litellm.ContextWindowExceededError: OpenAIException"
                + " - This model's maximum context length is 100 tokens. (context_length_exceeded)"
    })
    void recordedErrorsKeepTheirCodeAndDetail(String model, String code, String detail) {
        var failure = failure(LlmConfigs.at(llm, model));
        assertEquals(code, failure.code());
        assertEquals(detail, failure.detail());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "403 | no | LLMAuthenticationError",
        "404 | no such model | NotFoundError",
        "408 | late | LLMTimeoutError",
        "422 | odd | LLMBadRequestError",
        "502 | bad gateway | LLMServiceUnavailableError",
        "503 | overloaded | LLMServiceUnavailableError",
        "504 | late | LLMTimeoutError",
        "400 | prompt is too long: 300000 tokens | LLMContextWindowExceedError",
        "500 | the request exceeds the available context size | LLMContextWindowExceedError",
        "400 | An assistant message with 'tool_calls' must be followed by tool messages responding"
                + " to each 'tool_call_id' | LLMMalformedConversationHistoryError",
        "400 | Unauthorized: bad token | LLMAuthenticationError",
        "400 | refused by content_policy | LLMContentPolicyViolationError"
    })
    void statusAndTextDecideTheCode(int status, String text, String code) {
        llm.on("m", ScriptedReply.failure(status, text));
        assertEquals(code, failure(LlmConfigs.at(llm, "m")).code());
    }

    @Test
    void deadEndpointIsUnavailable() throws IOException {
        try (var silent = SocketChannel.open()) { // has a port, so that nobody else gets it
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var port = silent.socket().getLocalPort();
            var failure = failure(LlmConfigs.read("{'model': 'openai/m', 'api_key': 'k',"
                    + " 'base_url': 'http://127.0.0.1:" + port + "/v1', 'num_retries': 0}"));
            assertEquals("LLMServiceUnavailableError", failure.code());
            assertEquals("litellm.InternalServerError: OpenAIException - Connection error.",
                    failure.detail());
        }
    }

    @Test
    void serverSideRequestsStayInside() {
        for (var host : List.of("169.254.169.254", "[fe80::1]")) {
            var failure = failure(LlmConfigs.read("{'model': 'openai/m', 'api_key': 'k',"
                    + " 'base_url': 'http://" + host + "/v1', 'num_retries': 5}"));
            assertEquals("LLMBadRequestError", failure.code());
            assertTrue(failure.detail().contains("OH_EGRESS_RULE"), failure.detail());
        }
        assertEquals(List.of(), waits);
    }

    @Test
    void passingFailuresAreTriedAgainWithGrowingWaits() throws Exception {
        llm.on("m", ScriptedReply.failure(500, "oops"), ScriptedReply.failure(503, "oops"),
                ScriptedReply.failure(429, "slow"), ScriptedReply.text("").ending(
                        ScriptedReply.Ending.CLOSE), ScriptedReply.text("at last"));
        var reply = ask(config("m", "'num_retries': 5"));
        assertEquals("at last", reply.message().text());
        assertEquals(seconds(8, 16, 32, 64), waits);
    }

    @Test
    void attemptsEnd() {
        llm.on("m", _ -> ScriptedReply.failure(500, "oops"));
        assertEquals("LLMServiceUnavailableError",
                failure(config("m", "'num_retries': 3, 'retry_max_wait': 9")).code());
        assertEquals(3, llm.requests().size());
        assertEquals(seconds(8, 9), waits);
    }

    @Test
    void vendorMayAskForALongerWaitWithinOurs() throws Exception {
        llm.on("m", ScriptedReply.failure(429, "slow").header("Retry-After", "20"),
                ScriptedReply.failure(429, "slow").header("Retry-After", "3600"),
                ScriptedReply.failure(429, "slow")
                        .header("Retry-After", "9223372036854775807"),
                ScriptedReply.text("x"));
        ask(config("m", "'num_retries': 4"));
        assertEquals(seconds(20, 64, 64), waits);
    }

    @Test
    void hopelessFailuresAreNotTriedAgain() {
        llm.on("m", ScriptedReply.failure(401, "no"));
        failure(config("m", "'num_retries': 5"));
        assertEquals(1, llm.requests().size());
    }

    @Test
    void silentModelIsAskedAgainWarmer() throws Exception {
        llm.on("m", ScriptedReply.body(200, "application/json", "{\"choices\": []}"),
                ScriptedReply.text("x"));
        ask(config("m", "'num_retries': 2, 'temperature': 0"));
        assertEquals(List.of(0.0, 1.0), llm.requests().stream()
                .map(request -> request.body().path("temperature").asDouble()).toList());
    }

    @Test
    void silenceToTheEndIsNoResponse() {
        llm.on("m", _ -> ScriptedReply.body(200, "text/html", "<html>hello</html>"));
        assertEquals("LLMNoResponseError", failure(LlmConfigs.at(llm, "m")).code());
    }

    @Test
    void brokenStreamIsNoResponseAndIsNotRepeatedOnceShown() {
        llm.on("m", ScriptedReply.text("a rather long answer that breaks off")
                .ending(ScriptedReply.Ending.CUT));
        var shown = new StringBuilder();
        var failure = assertThrows(LlmException.class, () -> client.complete(
                config("m", "'num_retries': 5, 'stream': true"), hello(),
                Optional.of((content, _) -> shown.append(content.orElse("")))));
        assertEquals("LLMNoResponseError", failure.code());
        assertEquals(1, llm.requests().size());
        assertTrue(shown.toString().startsWith("a rat"));
    }

    @Test
    void streamThatEndsEarlyIsTriedAgainWhileNothingWasShown() throws Exception {
        llm.on("m", ScriptedReply.body(200, "text/event-stream",
                "data: {\"choices\":[{\"delta\":{\"content\":\"\"}}]}\n\n"),
                ScriptedReply.text("whole"));
        var reply = client.complete(config("m", "'num_retries': 2, 'stream': true"), hello(),
                Optional.of((_, _) -> { }));
        assertEquals("whole", reply.message().text());
    }

    @Test
    void errorInsideAStreamIsAnError() {
        llm.on("m", ScriptedReply.body(200, "text/event-stream",
                "data: {\"error\":{\"message\":\"too many\",\"code\":429}}\n\n"));
        var failure = assertThrows(LlmException.class, () -> client.complete(
                LlmConfigs.at(llm, "m").withStream(true), hello(), Optional.of((_, _) -> { })));
        assertEquals("LLMRateLimitError", failure.code());
    }

    @Test
    void hangingEndpointTimesOut() {
        llm.on("m", ScriptedReply.hang());
        assertEquals("LLMTimeoutError", failure(config("m", "'timeout': 1")).code());
    }

    @Test
    void bodyThatStandsStillTimesOut() {
        llm.on("m", ScriptedReply.text("x".repeat(1000)).ending(ScriptedReply.Ending.STALL));
        assertEquals("LLMTimeoutError", failure(config("m", "'timeout': 1")).code());
        llm.on("m", ScriptedReply.text("x".repeat(1000)).ending(ScriptedReply.Ending.STALL));
        assertThrows(LlmException.class, () -> client.complete(
                config("m", "'timeout': 1, 'stream': true"), hello(), Optional.of((_, _) -> { })));
    }

    @Test
    void interruptEndsACallAtOnce() throws Exception {
        llm.on("m", ScriptedReply.hang());
        assertInterruptedSoon(config("m", "'timeout': 600"), client);
    }

    @Test
    void interruptEndsAStreamAtOnce() throws Exception {
        llm.on("m", ScriptedReply.text("x".repeat(1000)).ending(ScriptedReply.Ending.STALL));
        assertInterruptedSoon(config("m", "'timeout': 600, 'stream': true"), client);
    }

    @Test
    void interruptEndsAWaitAtOnce() throws Exception {
        llm.on("m", _ -> ScriptedReply.failure(500, "oops"));
        var waiting = new LlmClient(List.of(new OpenAiProvider(http, Map.of())), Map.of(),
                LlmClient.Sleeper.JITTERED);
        assertInterruptedSoon(config("m", "'num_retries': 5, 'retry_min_wait': 600,"
                + " 'retry_max_wait': 600"), waiting);
    }

    @Test
    void hugeAnswerIsRefused() {
        llm.on("m", ScriptedReply.text("x".repeat(200_000)));
        var failure = failure(LlmConfigs.at(llm, "m"));
        assertEquals("LLMBadRequestError", failure.code());
        assertTrue(failure.detail().contains("100000 bytes"));
    }

    @Test
    void keysAreNotRepeatedInErrors() {
        llm.on("m", ScriptedReply.failure(401,
                "Incorrect API key provided: sk-golden, not sk-0123456789abcdefABCDEF."));
        var detail = failure(LlmConfigs.at(llm, "m")).detail();
        assertFalse(detail.contains("sk-"), detail);
        assertTrue(detail.contains("Incorrect API key provided"));
    }

    @Test
    void keyAtTheEndOfALongErrorIsNotRepeatedInPart() {
        for (int before = 1_990; before <= 2_000; before++) {
            var text = "x".repeat(before - 1) + ' ';
            llm.on("m", ScriptedReply.failure(400, text + "sk-golden is wrong"),
                    ScriptedReply.failure(400, text + "sk-0123456789abcdefABCDEF is wrong"));
            for (int i = 0; i < 2; i++) {
                var detail = failure(LlmConfigs.at(llm, "m")).detail();
                assertTrue(detail.matches("[^-]* - x* [*]*…"), detail);
            }
        }
    }

    @Test
    void modelOfNobodyIsABadRequest() {
        for (var model : List.of("nobody/m", "some-model", "anthropic/claude-x")) {
            var failure = failure(LlmConfigs.read("{'model': '" + model + "'}"));
            assertEquals("LLMBadRequestError", failure.code());
            assertTrue(failure.detail().toLowerCase().contains("provider not provided"));
        }
    }

    @Test
    void vendorIsFoundByPrefixNameAndHost() {
        assertEquals(Optional.of(new ModelName("openrouter", "anthropic/claude-x")),
                name("{'model': 'openrouter/anthropic/claude-x'}"));
        assertEquals(Optional.of(new ModelName("openai", "gpt-4.1")), name("{'model': 'gpt-4.1'}"));
        assertEquals(Optional.of(new ModelName("groq", "llama-3")), name(
                "{'model': 'llama-3', 'base_url': 'https://api.groq.com/openai/v1'}"));
        assertEquals(Optional.of(new ModelName("openai", "own/model")), name(
                "{'model': 'openai/own/model', 'base_url': 'https://api.groq.com/openai/v1'}"));
        assertEquals(Optional.empty(), name("{'model': 'llama-3'}"));
    }

    @Test
    void smallWindowIsRefusedUnlessTheOperatorAllowsIt() throws Exception {
        llm.on("m", ScriptedReply.text("x"));
        var config = config("m", "'max_input_tokens': 16383");
        assertEquals("LLMContextWindowTooSmallError", failure(config).code());
        var allowing = new LlmClient(List.of(new OpenAiProvider(http, Map.of())),
                Map.of("ALLOW_SHORT_CONTEXT_WINDOWS", "Yes"), waits::add);
        var reply = allowing.complete(config, hello(), Optional.empty());
        assertEquals(16_383, reply.usage().contextWindow());
    }

    @Test
    void goldenScriptAnswersByStepAndTitlesWithoutTools() throws Exception {
        var config = LlmConfigs.at(llm, "scripted");
        assertEquals("Fake answer", ask(config).message().text());
        var tools = List.of(new ToolDeclaration("finish", "", Json.lenient().createObjectNode()));
        var history = new ArrayList<>(List.of(Message.text(Role.USER, "Do it WD=/w")));
        var calls = new ArrayList<String>();
        var prompts = new ArrayList<Long>();
        for (int step = 0; step < 4; step++) {
            var reply = client.complete(
                    config, new LlmRequest(history, tools, "s"), Optional.empty());
            var call = reply.message().toolCalls().getFirst();
            calls.add(call.name());
            prompts.add(reply.usage().promptTokens());
            history.add(reply.message());
            history.add(Message.toolResult(
                    call.id(), call.name(), List.of(TextContent.of("/w/note.txt"))));
        }
        assertEquals(List.of("terminal", "file_editor", "file_editor", "finish"), calls);
        assertEquals(List.of(100L, 101L, 102L, 103L), prompts);
    }

    /// Long before the configured time has passed.
    private void assertInterruptedSoon(LlmConfig config, LlmClient asked) throws Exception {
        var ended = new CompletableFuture<Throwable>();
        var caller = Thread.startVirtualThread(() -> {
            try {
                asked.complete(config, hello(), Optional.of((_, _) -> { }));
                ended.complete(new AssertionError("answered"));
            } catch (Throwable e) {
                ended.complete(e);
            }
        });
        llm.awaitRequests(1, PATIENCE);
        caller.interrupt();
        var end = ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(InterruptedException.class, end.getClass());
    }

    private static Optional<ModelName> name(String config) {
        var provider = new OpenAiProvider(new ModelHttp(1), Map.of());
        return ModelName.of(LlmConfigs.read(config), provider::serves, provider::vendorAt);
    }

    private LlmConfig config(String model, String members) {
        return LlmConfigs.read("{'model': 'openai/" + model + "', 'base_url': '" + llm.baseUrl()
                + "', " + (members.contains("num_retries") ? "" : "'num_retries': 0, ")
                + members + "}");
    }

    private LlmReply ask(LlmConfig config) throws InterruptedException {
        return client.complete(config, hello(), Optional.empty());
    }

    private LlmException failure(LlmConfig config) {
        return assertThrows(LlmException.class, () -> ask(config));
    }

    private static List<Duration> seconds(long... seconds) {
        return LongStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    }

    private static LlmRequest hello() {
        return new LlmRequest(List.of(Message.text(Role.USER, "hello")), List.of(), "session");
    }
}
