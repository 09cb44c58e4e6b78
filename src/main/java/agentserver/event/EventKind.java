package agentserver.event;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The names of the kinds of event: the short one, which is the record's name, and the long one, a
/// path of the Python SDK by which its clients filter. Source: contract 07 §1, 03 §3.2.
public final class EventKind {

    private static final String SDK = "openhands.sdk.event.";
    private static final SortedMap<String, Class<? extends Event>> TYPES = new TreeMap<>();
    private static final Map<String, String> MODULES = new LinkedHashMap<>();

    static {
        collect(Event.class);
        modules("llm_convertible.message", "MessageEvent");
        modules("llm_convertible.action", "ActionEvent");
        modules("llm_convertible.observation",
                "ObservationEvent", "UserRejectObservation", "AgentErrorEvent");
        modules("llm_convertible.system", "SystemPromptEvent");
        modules("condenser", "Condensation", "CondensationRequest", "CondensationSummaryEvent");
        modules("conversation_state", "ConversationStateUpdateEvent");
        modules("conversation_error", "ConversationErrorEvent");
        modules("user_action", "PauseEvent", "InterruptEvent");
        modules("hook_execution", "HookExecutionEvent");
        modules("llm_completion_log", "LLMCompletionLogEvent");
        modules("token", "TokenEvent");
        modules("acp_tool_call", "ACPToolCallEvent");
        modules("streaming_delta", "StreamingDeltaEvent");
    }

    private EventKind() {}

    private static void collect(Class<?> family) {
        for (var member : family.getPermittedSubclasses()) {
            if (member.isInterface()) {
                collect(member);
            } else if (member != UnknownEvent.class) {
                TYPES.put(member.getSimpleName(), member.asSubclass(Event.class));
            }
        }
    }

    private static void modules(String module, String... kinds) {
        for (var kind : kinds) {
            MODULES.put(kind, SDK + module + "." + kind);
        }
    }

    /// The short names of all kinds that this server knows.
    public static Set<String> names() {
        return Set.copyOf(TYPES.keySet());
    }

    /// The `kind` of an event, also of one that this server does not know.
    public static String of(Event event) {
        return event instanceof UnknownEvent unknown
                ? unknown.kind()
                : event.getClass().getSimpleName();
    }

    /// The long name; empty for kinds that clients can't filter by.
    public static Optional<String> qualified(String kind) {
        return Optional.ofNullable(MODULES.get(kind));
    }

    /// The short name that a filter means: a short one as it is, known or not, or a known long name.
    /// Empty for any other.
    public static Optional<String> fromFilter(String filter) {
        var kind = filter.substring(filter.lastIndexOf('.') + 1);
        return filter.equals(kind) || filter.equals(MODULES.get(kind))
                ? Optional.of(kind)
                : Optional.empty();
    }

    /// Tells databind which record a `kind` is.
    static final class Resolver extends TypeIdResolverBase {

        @Override
        public String idFromValue(Object value) {
            return of((Event) value);
        }

        @Override
        public String idFromValueAndType(Object value, Class<?> type) {
            return type.getSimpleName();
        }

        @Override
        public JavaType typeFromId(DatabindContext context, String kind) {
            return context.constructType(TYPES.getOrDefault(kind, UnknownEvent.class));
        }

        @Override
        public JsonTypeInfo.Id getMechanism() {
            return JsonTypeInfo.Id.CUSTOM;
        }
    }
}
