package agentserver.llm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the models of one conversation have cost, by the `usage_id` under which each is used.
///
/// ```json
/// {"usage_to_metrics": {"agent": {…Metrics…}, "condenser": {…Metrics…}}}
/// ```
///
/// The order is that of first use. Immutable; adding a reply costs the number of usage ids, not the
/// length of the conversation. [#snapshot] is the short form. Source: contract 07 §7.1.
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConversationStats(Map<String, Metrics> usageToMetrics) {

    /// The short form: the same map with sums only.
    public record Snapshot(Map<String, Metrics.Snapshot> usageToMetrics) {}

    public static final ConversationStats NONE = new ConversationStats(Map.of());

    public ConversationStats {
        usageToMetrics = usageToMetrics == null
                ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(usageToMetrics));
    }

    /// These with an entry for `usageId`, empty if there was none: a model shows before it is
    /// asked.
    public ConversationStats with(String usageId, String modelName) {
        if (usageToMetrics.containsKey(usageId)) {
            return this;
        }
        return with(usageId, Metrics.none(modelName));
    }

    /// The same, the model used as `usageId` being another from now on: what it has cost stays.
    public ConversationStats renamed(String usageId, String modelName) {
        var before = usageToMetrics.get(usageId);
        return with(usageId, before == null
                ? Metrics.none(modelName) : before.renamed(modelName));
    }

    /// These and one more reply of the model used as `usageId`, recorded at `now`.
    public ConversationStats plus(String usageId, LlmReply reply, Instant now) {
        var before = usageToMetrics.getOrDefault(usageId, Metrics.none(reply.usage().model()));
        return with(usageId, before.plus(reply, now));
    }

    /// These and `more`, added to what `usageId` has: a sub-agent's use rolled up.
    public ConversationStats plus(String usageId, Metrics more) {
        var before = usageToMetrics.get(usageId);
        return with(usageId, before == null ? more : before.plus(more));
    }

    /// All usages in one, in order.
    public Metrics combined() {
        return usageToMetrics.values().stream().reduce(Metrics.none("default"), Metrics::plus);
    }

    public Snapshot snapshot() {
        var sums = new LinkedHashMap<String, Metrics.Snapshot>();
        usageToMetrics.forEach((usageId, metrics) -> sums.put(usageId, metrics.snapshot()));
        return new Snapshot(Collections.unmodifiableMap(sums));
    }

    private ConversationStats with(String usageId, Metrics metrics) {
        var map = new LinkedHashMap<>(usageToMetrics);
        map.put(usageId, metrics);
        return new ConversationStats(map);
    }
}
