package agentserver.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationStatsTest {

    private static final ObjectMapper MAPPER = LlmConfigs.mapper();
    private static final Instant NOW = Instant.ofEpochMilli(1_767_225_600_120L);

    @Test
    void repliesAddUpToTheRecordedStatistics() throws IOException {
        var golden = new ObjectMapper().readTree(
                getClass().getResourceAsStream("/wire/stats.json"));
        var stats = ConversationStats.NONE;
        var prompts = List.of(100, 100, 101, 102, 103);
        for (int i = 0; i < prompts.size(); i++) {
            var id = "chatcmpl-%08d".formatted(105 + i);
            var reply = reply(id, prompts.get(i), 20, Optional.empty(),
                    Duration.ofMillis(250L * (i + 1)));
            stats = stats.plus("agent", reply, NOW);
        }
        assertEquals(golden.toString(), MAPPER.writeValueAsString(stats));
        assertEquals(stats, MAPPER.readValue(golden.toString(), ConversationStats.class));
    }

    @Test
    void snapshotHasSumsOnly() throws IOException {
        var stats = ConversationStats.NONE.plus(
                "agent", reply("a", 100, 20, Optional.of(0.5), Duration.ofSeconds(1)), NOW);
        assertEquals("{\"usage_to_metrics\":{\"agent\":{\"model_name\":\"openai/scripted\","
                        + "\"accumulated_cost\":0.5,\"max_budget_per_task\":null,"
                        + "\"accumulated_token_usage\":{\"model\":\"openai/scripted\","
                        + "\"prompt_tokens\":100,\"completion_tokens\":20,\"cache_read_tokens\":10,"
                        + "\"cache_write_tokens\":0,\"reasoning_tokens\":0,\"context_window\":0,"
                        + "\"per_turn_token\":120,\"response_id\":\"\"}}}}",
                MAPPER.writeValueAsString(stats.snapshot()));
    }

    @Test
    void registeredModelShowsBeforeItIsAsked() {
        var stats = ConversationStats.NONE.with("agent", "openai/x");
        assertEquals(Metrics.none("openai/x"), stats.usageToMetrics().get("agent"));
        var used = stats.plus("agent", reply("a", 1, 1, Optional.empty(), Duration.ZERO), NOW);
        assertEquals(used, used.with("agent", "openai/y"));
    }

    @Test
    void replyWithoutCountsOrCostAddsOnlyItsLatency() {
        var metrics = Metrics.none("m")
                .plus(reply("a", 0, 0, Optional.of(0.0), Duration.ofSeconds(2)), NOW);
        assertTrue(metrics.costs().isEmpty());
        assertTrue(metrics.tokenUsages().isEmpty());
        assertEquals(List.of(new ResponseLatency("m", 2, "a")), metrics.responseLatencies());
    }

    @Test
    void costIsListedWithItsTime() {
        var metrics = Metrics.none("m")
                .plus(reply("a", 1, 1, Optional.of(0.25), Duration.ZERO), NOW);
        assertEquals(List.of(new CostEntry("m", 0.25, 1_767_225_600.12)), metrics.costs());
    }

    @Test
    void negativeCostIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new CostEntry("m", -1, 0));
    }

    @Test
    void usagesMergeInOrder() {
        var first = Metrics.none("m")
                .plus(reply("a", 100, 20, Optional.of(1.0), Duration.ZERO), NOW);
        var second = Metrics.none("n")
                .plus(reply("b", 5, 2, Optional.of(2.0), Duration.ZERO), NOW);
        var all = ConversationStats.NONE.plus("x", first).plus("y", second).combined();
        assertEquals(3.0, all.accumulatedCost());
        assertEquals(105, all.accumulatedTokenUsage().promptTokens());
        assertEquals(7, all.accumulatedTokenUsage().perTurnToken());
        assertEquals(List.of("a", "b"),
                all.tokenUsages().stream().map(TokenUsage::responseId).toList());
    }

    @Test
    void differenceIsWhatCameSince() {
        var before = Metrics.none("m")
                .plus(reply("a", 100, 20, Optional.of(1.0), Duration.ZERO), NOW);
        var after = before.plus(reply("b", 7, 3, Optional.of(0.5), Duration.ZERO), NOW);
        var since = after.minus(before);
        assertEquals(0.5, since.accumulatedCost());
        assertEquals(7, since.accumulatedTokenUsage().promptTokens());
        assertEquals(0, since.accumulatedTokenUsage().perTurnToken());
        assertEquals(List.of("b"),
                since.tokenUsages().stream().map(TokenUsage::responseId).toList());
    }

    @Test
    void olderValueDoesNotSeeWhatIsAddedLater() {
        var before = GrowingList.of(List.of(1)).plus(2);
        var one = before.plus(3);
        var other = before.plus(4);
        assertEquals(List.of(1, 2), before);
        assertEquals(List.of(1, 2, 3), one);
        assertEquals(List.of(1, 2, 4), other);
        assertThrows(UnsupportedOperationException.class, () -> one.add(5));
        assertThrows(IndexOutOfBoundsException.class, () -> before.get(2));
    }

    @Test
    void addingManyEntriesCopiesLittle() {
        var list = GrowingList.<Integer>of(List.of());
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        for (int i = 0; i < 1_000_000; i++) { // copies of all would take minutes
            list = list.plus(i);
            assertFalse(System.nanoTime() > deadline, "appending is not constant");
        }
        assertEquals(1_000_000, list.size());
    }

    private static LlmReply reply(
            String id, long prompt, long completion, Optional<Double> cost, Duration latency) {
        var usage = new TokenUsage("openai/scripted", prompt, completion, prompt == 0 ? 0 : 10, 0,
                0, 0, prompt + completion, id);
        return new LlmReply(id, Message.text(Role.ASSISTANT, "x"), usage, cost, latency);
    }
}
