package agentserver.config;

import agentserver.base.setting.Seconds;
import agentserver.base.setting.Setting;
import agentserver.base.setting.Values;
import agentserver.base.setting.Whole;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// What is bounded, and where.
public record Limits(Http http, Sockets sockets, Runs runs, Waits waits) {

    /// Sizes of requests and the number of connections.
    public record Http(long bodyBytes, long uploadBytes, int headBytes, int headers,
            int connections) {}

    /// @param perConversation sockets that follow one conversation
    /// @param queuedEvents    events that wait for one slow socket before it is closed
    /// @param firstFrame      how long a socket may take to show its key
    public record Sockets(int total, int perConversation, int queuedEvents, int messageBytes,
            Duration firstFrame) {}

    /// @param maxConcurrent set only where the operator set it; [#steps] is the bound that holds
    /// @param leaseTtl      zero turns leases off
    /// @param idleTtl       after which an unused conversation is put away; none for never
    /// @param open          how many conversations may be open at once; none for what the limit of
    ///                      open files allows
    public record Runs(OptionalInt maxConcurrent, int queueDepth, Duration leaseTtl,
            Optional<Duration> idleTtl, OptionalInt open) {

        private static final int STEPS = 5_000;

        /// How many agent steps may be in progress at once.
        public int steps() {
            return maxConcurrent.orElse(STEPS);
        }

        Runs withMaxConcurrent(int runs) {
            return new Runs(OptionalInt.of(runs), queueDepth, leaseTtl, idleTtl, open);
        }
    }

    /// How long the server waits.
    ///
    /// @param head        for a request's head to be complete
    /// @param bodySilence for the next byte of a body
    /// @param keepAlive   for the next request on a connection
    /// @param shutdown    for requests and runs to end when the server is stopped
    public record Waits(Duration head, Duration bodySilence, Duration keepAlive,
            Duration shutdown) {}

    static final Setting<Long> BODY_BYTES = Setting.of("max_body_bytes", Whole.bytes(1_024),
            "Largest request body, except of uploads.").or(64L << 20);
    static final Setting<Long> UPLOAD_BYTES = Setting.of("max_upload_bytes", Whole.bytes(1_024),
            "Accepted, not used yet: largest uploaded file.").or(4L << 30);
    static final Setting<Integer> HEAD_BYTES = Setting.of("max_head_bytes",
            Whole.between(4_096, 1 << 20), "Largest head of a request.").or(65_536);
    static final Setting<Integer> HEADERS = Setting.of("max_headers", Whole.between(20, 10_000),
            "Most headers of a request.").or(100);
    static final Setting<Integer> CONNECTIONS = Setting.of("max_connections", Whole.atLeast(1),
            "Most connections open at once; fewer where memory is small, one for each 72 KB "
            + "of heap.").or(20_000);
    static final Setting<Integer> SOCKETS = Setting.of("max_sockets", Whole.atLeast(1),
            "Most WebSockets open at once.").or(16_000);
    static final Setting<Integer> SUBSCRIBERS = Setting.of("max_subscribers", Whole.atLeast(1),
            "Most WebSockets that follow one conversation.").or(2_000);
    static final Setting<Integer> QUEUED_EVENTS = Setting.of("max_queued_events",
            Whole.atLeast(16), "Events that wait for a slow WebSocket before it is closed.")
            .or(4_096);
    static final Setting<Integer> MESSAGE_BYTES = Setting.of("max_socket_message_bytes",
            Whole.atLeast(1_024), "Largest message from a WebSocket, in bytes.").or(16 << 20);
    static final Setting<Duration> FIRST_FRAME = Setting.of("first_frame_seconds",
            Seconds.above(0), "How long a WebSocket may take to show its key.").or(10);
    static final Setting<Integer> MAX_RUNS = Setting.of("max_concurrent_runs", Whole.atLeast(1),
            "Most agent steps in progress at once; the rest wait their turn. "
            + "Unset: 5,000, and tool processes as memory allows.").nullable();
    static final Setting<Integer> QUEUE_DEPTH = Setting.of("run_queue_depth", Whole.atLeast(0),
            "Most runs that wait; beyond it `POST …/run` answers 429.").or(10_000);
    static final Setting<Duration> LEASE_TTL = Setting.of("lease_ttl_seconds", Seconds.from(0),
            "How long a server on another machine keeps a conversation after its last sign of "
            + "life; 0 turns leases off.").or(45);
    static final Setting<Duration> IDLE_TTL = Setting.of("conversation_idle_ttl_seconds",
            Seconds.above(0), "When an unused conversation leaves memory; null for never.")
            .or(1_200).nullable();
    static final Setting<Integer> OPEN_CONVERSATIONS = Setting.of("max_open_conversations",
            Whole.atLeast(1), "Most conversations open at once; more are answered 429 while all "
            + "are in use. Unset: as many as take half of the process's limit of open files, "
            + "at two files each.").nullable();
    static final Setting<Duration> HEAD_WAIT = Setting.of("head_seconds", Seconds.above(0),
            "How long a request's head may take.").or(20);
    static final Setting<Duration> BODY_SILENCE = Setting.of("body_silence_seconds",
            Seconds.above(0), "How long a request's body may be silent.").or(30);
    static final Setting<Duration> KEEP_ALIVE = Setting.of("keep_alive_seconds",
            Seconds.above(0), "How long an idle connection stays open.").or(90);
    static final Setting<Duration> SHUTDOWN = Setting.of("shutdown_seconds", Seconds.from(0),
            "How long requests and runs may go on after the signal to stop.").or(10);

    static final List<Setting<?>> SETTINGS = Stream.of(
            List.of(BODY_BYTES, UPLOAD_BYTES, HEAD_BYTES, HEADERS, CONNECTIONS),
            List.of(SOCKETS, SUBSCRIBERS, QUEUED_EVENTS, MESSAGE_BYTES, FIRST_FRAME),
            List.of(MAX_RUNS, QUEUE_DEPTH, LEASE_TTL, IDLE_TTL, OPEN_CONVERSATIONS),
            List.of(HEAD_WAIT, BODY_SILENCE, KEEP_ALIVE, SHUTDOWN))
            .<Setting<?>>flatMap(List::stream).toList();

    static Limits of(Values values) {
        var http = new Http(values.get(BODY_BYTES), values.get(UPLOAD_BYTES),
                values.get(HEAD_BYTES), values.get(HEADERS), values.get(CONNECTIONS));
        var sockets = new Sockets(values.get(SOCKETS), values.get(SUBSCRIBERS),
                values.get(QUEUED_EVENTS), values.get(MESSAGE_BYTES), values.get(FIRST_FRAME));
        var runs = new Runs(
                optional(values.find(MAX_RUNS)), values.get(QUEUE_DEPTH),
                values.get(LEASE_TTL), values.find(IDLE_TTL),
                optional(values.find(OPEN_CONVERSATIONS)));
        var waits = new Waits(values.get(HEAD_WAIT), values.get(BODY_SILENCE),
                values.get(KEEP_ALIVE), values.get(SHUTDOWN));
        return new Limits(http, sockets, runs, waits);
    }

    private static OptionalInt optional(Optional<Integer> number) {
        return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    Limits withMaxConcurrentRuns(int wanted) {
        return new Limits(http, sockets, runs.withMaxConcurrent(wanted), waits);
    }
}
