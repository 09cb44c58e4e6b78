package agentserver.event;

import agentserver.base.json.KeepNulls;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/// A hook ran.
///
/// ```json
/// {"kind": "HookExecutionEvent", …, "source": "hook", "hook_event_type": "PreToolUse",
///  "hook_command": "./check.sh", "tool_name": "terminal", "success": true, "blocked": false,
///  "exit_code": 0, "stdout": "", "stderr": "", "reason": null, "additional_context": null,
///  "error": null, "action_id": "6f…", "message_id": null, "hook_input": {…}}
/// ```
///
/// `tool_name`, `reason`, `additional_context`, `error`, `action_id`, `message_id` and `hook_input`
/// may be null. Texts are cut to [#MAX_TEXT_CHARS] characters and a line that says so. Source:
/// contract 07 §4.13.
public record HookExecutionEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        HookEventType hookEventType,
        String hookCommand,
        String toolName,
        boolean success,
        boolean blocked,
        int exitCode,
        String stdout,
        String stderr,
        String reason,
        String additionalContext,
        String error,
        String actionId,
        String messageId,
        @JsonSerialize(using = KeepNulls.class) ObjectNode hookInput) implements Event {

    /// How much of a text is kept.
    public static final int MAX_TEXT_CHARS = 50_000;

    private static final String CUT = "\n<TRUNCATED>";

    /// The moments at which hooks run.
    public enum HookEventType {
        @JsonProperty("PreToolUse")
        PRE_TOOL_USE,
        @JsonProperty("PostToolUse")
        POST_TOOL_USE,
        @JsonProperty("UserPromptSubmit")
        USER_PROMPT_SUBMIT,
        @JsonProperty("SessionStart")
        SESSION_START,
        @JsonProperty("SessionEnd")
        SESSION_END,
        @JsonProperty("Stop")
        STOP
    }

    public HookExecutionEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.HOOK);
        Objects.requireNonNull(hookEventType, "hook_event_type");
        Objects.requireNonNull(hookCommand, "hook_command");
        stdout = cut(Objects.requireNonNullElse(stdout, ""));
        stderr = cut(Objects.requireNonNullElse(stderr, ""));
        reason = cut(reason);
        additionalContext = cut(additionalContext);
        error = cut(error);
    }

    @Override
    public HookExecutionEvent stamped(String newTimestamp, String newParentId) {
        return new HookExecutionEvent(
                id, newTimestamp, source, newParentId, hookEventType, hookCommand, toolName,
                success, blocked, exitCode, stdout, stderr, reason, additionalContext, error,
                actionId, messageId, hookInput);
    }

    private static String cut(String text) {
        if (text == null || text.length() <= MAX_TEXT_CHARS || text.endsWith(CUT)
                && text.length() <= MAX_TEXT_CHARS + CUT.length()) {
            return text;
        }
        var splitsPair = Character.isHighSurrogate(text.charAt(MAX_TEXT_CHARS - 1));
        return text.substring(0, splitsPair ? MAX_TEXT_CHARS - 1 : MAX_TEXT_CHARS) + CUT;
    }
}
