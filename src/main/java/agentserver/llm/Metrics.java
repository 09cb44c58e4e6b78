package agentserver.llm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What one use of a model has cost so far: sums, and the list of single replies behind them.
///
/// ```json
/// {"model_name": "openai/gpt-4.1", "accumulated_cost": 0.0123, "max_budget_per_task": null,
///  "accumulated_token_usage": {…}, "costs": [{…}], "response_latencies": [{…}],
///  "token_usages": [{…}]}
/// ```
///
/// A reply without a cost adds nothing to `costs`, one without tokens nothing to `token_usages`.
/// `max_budget_per_task` may be null. Immutable; [#plus(LlmReply, Instant)] takes constant time
/// however long the lists are. Source: contract 07 §7.2.
@JsonIgnoreProperties(ignoreUnknown = true)
public record Metrics(
        String modelName,
        double accumulatedCost,
        Double maxBudgetPerTask,
        TokenUsage accumulatedTokenUsage,
        List<CostEntry> costs,
        List<ResponseLatency> responseLatencies,
        List<TokenUsage> tokenUsages) {

    /// The sums without the lists behind them: what a `stats` update carries. The budget may be
    /// null.
    public record Snapshot(
            String modelName,
            double accumulatedCost,
            Double maxBudgetPerTask,
            TokenUsage accumulatedTokenUsage) {}

    public Metrics {
        modelName = Objects.requireNonNullElse(modelName, "default");
        if (!(accumulatedCost >= 0)) {
            throw new IllegalArgumentException("a cost can't be negative");
        }
        if (accumulatedTokenUsage == null) {
            accumulatedTokenUsage = TokenUsage.none(modelName);
        }
        costs = GrowingList.of(costs);
        responseLatencies = GrowingList.of(responseLatencies);
        tokenUsages = GrowingList.of(tokenUsages);
    }

    /// Those of a model that was not asked yet.
    public static Metrics none(String modelName) {
        return new Metrics(modelName, 0, null, null, List.of(), List.of(), List.of());
    }

    /// These and one more reply, recorded at `now`.
    public Metrics plus(LlmReply reply, Instant now) {
        var usage = reply.usage();
        var cost = reply.cost().orElse(0.0);
        var seconds = reply.latency().toNanos() / 1e9;
        var newCosts = cost == 0 ? costs
                : GrowingList.of(costs).plus(
                        new CostEntry(modelName, cost, now.toEpochMilli() / 1e3));
        var newUsages = usage.empty() ? tokenUsages : GrowingList.of(tokenUsages).plus(usage);
        var latency = new ResponseLatency(modelName, seconds, reply.id());
        return new Metrics(
                modelName, accumulatedCost + cost, maxBudgetPerTask,
                usage.empty() ? accumulatedTokenUsage : accumulatedTokenUsage.plus(usage),
                newCosts, GrowingList.of(responseLatencies).plus(latency), newUsages);
    }

    /// The same of a model with another name.
    Metrics renamed(String newName) {
        return new Metrics(
                newName, accumulatedCost, maxBudgetPerTask, accumulatedTokenUsage, costs,
                responseLatencies, tokenUsages);
    }

    /// Both together, `later` after this: sums and lists joined, the first budget kept.
    public Metrics plus(Metrics later) {
        return new Metrics(
                modelName,
                accumulatedCost + later.accumulatedCost,
                maxBudgetPerTask == null ? later.maxBudgetPerTask : maxBudgetPerTask,
                accumulatedTokenUsage.plus(later.accumulatedTokenUsage),
                joined(costs, later.costs),
                joined(responseLatencies, later.responseLatencies),
                joined(tokenUsages, later.tokenUsages));
    }

    /// What was added since `earlier`, an older state of the same metrics.
    public Metrics minus(Metrics earlier) {
        return new Metrics(
                modelName,
                Math.max(0, accumulatedCost - earlier.accumulatedCost),
                maxBudgetPerTask,
                accumulatedTokenUsage.minus(earlier.accumulatedTokenUsage),
                since(costs, earlier.costs),
                since(responseLatencies, earlier.responseLatencies),
                since(tokenUsages, earlier.tokenUsages));
    }

    public Snapshot snapshot() {
        return new Snapshot(modelName, accumulatedCost, maxBudgetPerTask, accumulatedTokenUsage);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        var all = GrowingList.of(first);
        for (var item : second) {
            all = all.plus(item);
        }
        return all;
    }

    private static <T> List<T> since(List<T> now, List<T> before) {
        return List.copyOf(now.subList(Math.min(before.size(), now.size()), now.size()));
    }
}
