package agentserver.config;

import agentserver.base.secret.Secret;
import agentserver.base.setting.Entity;
import agentserver.base.setting.Seconds;
import agentserver.base.setting.Setting;
import agentserver.base.setting.Shape;
import agentserver.base.setting.Text;
import agentserver.base.setting.Values;
import agentserver.base.setting.Whole;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where usage figures would be sent. They never are: the settings are accepted so that a
/// deployment made for another server starts, and nothing leaves the machine. Source: contract 01
/// §2.1.
///
/// @param deploymentKind `local` or `remote`
/// @param salt           would make identities unrecognizable
public record TelemetrySpec(String deploymentKind, Target target, Optional<Secret> salt,
        Delivery delivery) {

    /// @param exporter `none`, `posthog` or `http`
    public record Target(String exporter, Optional<Secret> posthogKey, String posthogHost,
            Optional<String> httpEndpoint, Optional<Secret> httpToken) {}

    /// How figures would be collected and sent.
    public record Delivery(int queueSize, int bufferSize, Duration flushDelay, int retries,
            Duration retryDelay) {}

    private static final Setting<String> KIND = Setting.of("deployment_kind",
            Text.oneOf("local", "remote"), "How the server is deployed.").or("local");
    private static final Setting<String> EXPORTER = Setting.of("exporter",
            Text.oneOf("none", "posthog", "http"), "Who would get the figures.").or("none");
    private static final Setting<Secret> POSTHOG_KEY =
            Setting.of("posthog_api_key", Text.secret(), "Its key.").nullable();
    private static final Setting<String> POSTHOG_HOST = Setting.of("posthog_host", Text.any(),
            "Its address.").or("https://us.i.posthog.com");
    private static final Setting<String> HTTP_ENDPOINT =
            Setting.of("http_endpoint", Text.any(), "Another address.").nullable();
    private static final Setting<Secret> HTTP_TOKEN =
            Setting.of("http_token", Text.secret(), "The key there.").nullable();
    private static final Setting<Secret> SALT =
            Setting.of("salt", Text.secret(), "Makes identities unrecognizable.").nullable();
    private static final Setting<Integer> QUEUE =
            Setting.of("max_queue_size", Whole.atLeast(1), "Most figures that wait.").or(1_000);
    private static final Setting<Integer> BUFFER = Setting.of("event_buffer_size",
            Whole.atLeast(1), "Figures that are sent together.").or(20);
    private static final Setting<Duration> FLUSH_DELAY =
            Setting.of("flush_delay", Seconds.above(0), "How long one waits.").or(30.0);
    private static final Setting<Integer> RETRIES =
            Setting.of("num_retries", Whole.atLeast(0), "How often to try again.").or(2);
    private static final Setting<Duration> RETRY_DELAY =
            Setting.of("retry_delay", Seconds.from(0), "How long to wait before.").or(5.0);

    static final Shape<TelemetrySpec> SHAPE = new Entity<>("TelemetrySpec", false,
            List.of(KIND, EXPORTER, POSTHOG_KEY, POSTHOG_HOST, HTTP_ENDPOINT, HTTP_TOKEN, SALT,
                    QUEUE, BUFFER, FLUSH_DELAY, RETRIES, RETRY_DELAY),
            TelemetrySpec::of);

    private static TelemetrySpec of(Values values) {
        var target = new Target(values.get(EXPORTER), values.find(POSTHOG_KEY),
                values.get(POSTHOG_HOST), values.find(HTTP_ENDPOINT), values.find(HTTP_TOKEN));
        var delivery = new Delivery(values.get(QUEUE), values.get(BUFFER),
                values.get(FLUSH_DELAY), values.get(RETRIES), values.get(RETRY_DELAY));
        return new TelemetrySpec(values.get(KIND), target, values.find(SALT), delivery);
    }
}
