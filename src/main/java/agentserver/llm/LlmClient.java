package agentserver.llm;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Asks models: finds who speaks with the vendor, tries again where that may help, counts time and
/// cost.
///
/// Any thread may call it, many at once. Interrupting a caller ends its call at once, waiting or
/// asking. Source: contract 09 §2, §8, §9.
public final class LlmClient {

    private static final System.Logger LOG = System.getLogger(LlmClient.class.getName());
    private static final int SMALLEST_WINDOW = 16_384;
    private static final double MAX_JITTER = 0.1;

    /// Waits before another attempt.
    @FunctionalInterface
    public interface Sleeper {

        /// Sleeps a little longer than asked, by chance, so that many conversations that failed
        /// together do not come back together.
        Sleeper JITTERED = wait -> Thread.sleep(wait.plusMillis(
                (long) (wait.toMillis() * MAX_JITTER * ThreadLocalRandom.current().nextDouble())));

        void sleep(Duration wait) throws InterruptedException;
    }

    private final List<LlmProvider> providers;
    private final Sleeper sleeper;
    private final boolean anyWindow;

    /// @param providers   the dialects that are spoken; the first that serves a vendor is used
    /// @param environment the process's environment
    public LlmClient(
            List<LlmProvider> providers, Map<String, String> environment, Sleeper sleeper) {
        this.providers = List.copyOf(providers);
        this.sleeper = sleeper;
        this.anyWindow = List.of("true", "1", "yes").contains(
                environment.getOrDefault("ALLOW_SHORT_CONTEXT_WINDOWS", "").strip()
                        .toLowerCase(Locale.ROOT));
    }

    /// Asks, and asks again after failures that may pass, as `config` allows.
    ///
    /// A stream of which something was shown is not asked for again, as nothing can take the shown
    /// part back.
    ///
    /// @param listener hears the answer grow if `config` wants it streamed, else nothing
    /// @throws LlmException when there is no answer
    public LlmReply complete(
            LlmConfig config, LlmRequest request, Optional<DeltaListener> listener)
            throws InterruptedException {
        checkWindow(config);
        var model = ModelName.of(config, vendor -> provider(vendor).isPresent(), this::vendorAt)
                .orElseThrow(() -> noVendor(config));
        var provider = provider(model.vendor()).orElseThrow(() -> noVendor(config));
        var attempts = Math.max(1, config.patience().numRetries());
        var current = config;
        for (int attempt = 1; ; attempt++) {
            var watched = listener.filter(_ -> config.stream()).map(WatchedListener::new);
            try {
                return ask(provider, model, current, request, watched);
            } catch (LlmFailure failure) {
                var shown = watched.isPresent() && watched.get().shown();
                if (attempt >= attempts || shown || !failure.kind().retryable()) {
                    throw FailureCodes.exception(failure);
                }
                var wait = wait(config.patience(), attempt, failure);
                LOG.log(System.Logger.Level.INFO, "conversation {0}: attempt {1} of {2} at {3}"
                                + " failed ({4}), next in {5} s", request.sessionId(), attempt,
                        attempts, config.model(), failure.kind(), wait.toSeconds());
                sleeper.sleep(wait);
                current = warmed(current, failure);
            }
        }
    }

    private LlmReply ask(
            LlmProvider provider, ModelName model, LlmConfig config, LlmRequest request,
            Optional<WatchedListener> listener) throws InterruptedException {
        var started = System.nanoTime();
        var reply = provider.ask(model, config, request, listener.map(DeltaListener.class::cast));
        var latency = Duration.ofNanos(System.nanoTime() - started);
        return reply.measured(reply.cost().or(() -> price(config, reply.usage())), latency);
    }

    private Optional<LlmProvider> provider(String vendor) {
        return providers.stream().filter(provider -> provider.serves(vendor)).findFirst();
    }

    private Optional<String> vendorAt(String host) {
        return providers.stream().flatMap(provider -> provider.vendorAt(host).stream()).findFirst();
    }

    private void checkWindow(LlmConfig config) {
        var window = config.contextWindow();
        if (window > 0 && window < SMALLEST_WINDOW && !anyWindow) {
            throw new LlmException("LLMContextWindowTooSmallError", "The context window of "
                    + config.model() + ", " + window + " tokens, is below the " + SMALLEST_WINDOW
                    + " that an agent needs. Set ALLOW_SHORT_CONTEXT_WINDOWS=true to try anyway.");
        }
    }

    private static LlmException noVendor(LlmConfig config) {
        return new LlmException("LLMBadRequestError", "LLM provider not provided, or not one this"
                + " server speaks with: model " + config.model() + ". Name it vendor/model, such as"
                + " openai/gpt-4.1; a server of your own that speaks like OpenAI is openai/<model>"
                + " with base_url.");
    }

    /// 8, 16, 32, 64 s by default, or longer if the vendor said so, within the longest wait.
    private static Duration wait(LlmConfig.Patience patience, int failed, LlmFailure failure) {
        var seconds = patience.retryMultiplier() * Math.pow(2, failed - 1);
        var bounded = Math.min(
                Math.max(seconds, patience.retryMinWait()), patience.retryMaxWait());
        var asked = failure.retryAfter().map(Duration::toMillis).orElse(0L);
        var longest = patience.retryMaxWait() * 1000L;
        return Duration.ofMillis(Math.max((long) (bounded * 1000), Math.min(asked, longest)));
    }

    /// A model that says nothing at temperature 0 would say nothing again.
    private static LlmConfig warmed(LlmConfig config, LlmFailure failure) {
        var temperature = config.sampling().temperature();
        var silent = failure.kind() == LlmFailure.Kind.NO_RESPONSE;
        return silent && temperature != null && temperature == 0
                ? config.withTemperature(1.0) : config;
    }

    private static Optional<Double> price(LlmConfig config, TokenUsage usage) {
        var input = config.transfer().inputCostPerToken();
        var output = config.transfer().outputCostPerToken();
        if (input == null || output == null) {
            return Optional.empty();
        }
        return Optional.of(usage.promptTokens() * input + usage.completionTokens() * output)
                .filter(cost -> Double.isFinite(cost) && cost >= 0);
    }

    /// Remembers whether something of an answer was shown.
    private static final class WatchedListener implements DeltaListener {

        private final DeltaListener listener;
        private boolean shown;

        WatchedListener(DeltaListener listener) {
            this.listener = listener;
        }

        boolean shown() {
            return shown;
        }

        @Override
        public void received(Optional<String> content, Optional<String> reasoning) {
            shown |= !content.orElse("").isEmpty() || !reasoning.orElse("").isEmpty();
            listener.received(content, reasoning);
        }
    }
}
