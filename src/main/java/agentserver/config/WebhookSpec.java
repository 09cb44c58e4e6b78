package agentserver.config;

import agentserver.base.setting.Entity;
import agentserver.base.setting.Seconds;
import agentserver.base.setting.Setting;
import agentserver.base.setting.Shape;
import agentserver.base.setting.Text;
import agentserver.base.setting.TextMap;
import agentserver.base.setting.Values;
import agentserver.base.setting.Whole;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Somebody who is sent every event.
///
/// ```json
/// {"base_url": "https://hooks.example", "headers": {"Authorization": "…"}, "flush_delay": 5.0}
/// ```
///
/// Source: contract 01 §2.1.
///
/// @param headers sent with each request; they may hold secrets
public record WebhookSpec(String baseUrl, Map<String, String> headers, Batch batch, Retry retry,
        Queue queue) {

    /// When collected events are sent: at `events` of them, or `delay` after the first, and never
    /// more than `maxBytes` at once.
    public record Batch(int events, Duration delay, long maxBytes) {}

    /// What happens after a failure.
    public record Retry(int times, Duration delay) {}

    /// How much may wait for a receiver that is away.
    public record Queue(int events, long bytes) {}

    private static final Setting<String> BASE_URL =
            Setting.of("base_url", Text.httpUrl(), "Where events are posted.");
    private static final Setting<Map<String, String>> HEADERS =
            Setting.of("headers", TextMap.any(), "Headers of each request.").or(Map.of());
    private static final Setting<Integer> BUFFER = Setting.of("event_buffer_size",
            Whole.atLeast(1), "Events that are sent together.").or(5);
    private static final Setting<Duration> FLUSH_DELAY = Setting.of("flush_delay",
            Seconds.above(0), "How long an event waits for others.").or(30.0);
    private static final Setting<Integer> RETRIES = Setting.of("num_retries",
            Whole.atLeast(0), "How often a failed request is repeated.").or(3);
    private static final Setting<Duration> RETRY_DELAY = Setting.of("retry_delay",
            Whole.seconds(0), "How long to wait before that.").or(5);
    private static final Setting<Integer> MAX_QUEUE = Setting.of("max_queue_size",
            Whole.atLeast(1), "Most events that wait.").or(1_000);
    private static final Setting<Long> MAX_BATCH_BYTES = Setting.of("max_batch_bytes",
            Whole.bytes(1), "Largest request.").or(5L << 20);
    private static final Setting<Long> MAX_QUEUE_BYTES = Setting.of("max_queue_bytes",
            Whole.bytes(1), "Most bytes that wait.").or(50L << 20);

    static final Shape<WebhookSpec> SHAPE = new Entity<>("WebhookSpec", false,
            List.of(BASE_URL, HEADERS, BUFFER, FLUSH_DELAY, RETRIES, RETRY_DELAY, MAX_QUEUE,
                    MAX_BATCH_BYTES, MAX_QUEUE_BYTES),
            WebhookSpec::of);

    public WebhookSpec {
        headers = Map.copyOf(headers);
    }

    private static WebhookSpec of(Values values) {
        var batch = new Batch(values.get(BUFFER), values.get(FLUSH_DELAY),
                values.get(MAX_BATCH_BYTES));
        var retry = new Retry(values.get(RETRIES), values.get(RETRY_DELAY));
        var queue = new Queue(values.get(MAX_QUEUE), values.get(MAX_QUEUE_BYTES));
        return new WebhookSpec(values.get(BASE_URL), values.get(HEADERS), batch, retry, queue);
    }

    /// Without the headers' values.
    @Override
    public String toString() {
        return "WebhookSpec[headers=" + headers.keySet() + ", " + batch + ", " + retry + "]";
    }
}
