package agentserver.event.view;

import static agentserver.event.view.Branch.action;
import static agentserver.event.view.Branch.impossible;
import static agentserver.event.view.Branch.message;
import static agentserver.event.view.Branch.result;
import static agentserver.event.view.Branch.said;
import static agentserver.event.view.Branch.thought;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import agentserver.event.AgentErrorEvent;
import agentserver.event.CondensationSummaryEvent;
import agentserver.event.ErrorClassification;
import agentserver.event.Event;
import agentserver.event.SystemPromptEvent;
import agentserver.event.UserRejectObservation;
import agentserver.event.UserRejectObservation.RejectionSource;
import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LlmMessagesTest {

    @Test
    void callsOfOneReplyBecomeOneMessage() {
        var first = thought("a1", "r1", "c1", "both");
        var second = action("a2", "r1", "c2");
        var other = action("a3", "r2", "c3");

        var messages = LlmMessages.of(List.of(first, second, other));

        assertEquals(2, messages.size());
        assertEquals("both", messages.getFirst().text());
        assertEquals(List.of("c1", "c2"),
                messages.getFirst().toolCalls().stream().map(MessageToolCall::id).toList());
        assertEquals(Role.ASSISTANT, messages.get(1).role());
    }

    @Test
    void thoughtBesideALaterCallIsAMistake() {
        var events = List.of(action("a1", "r1", "c1"), thought("a2", "r1", "c2", "late"));

        assertThrows(IllegalStateException.class, () -> LlmMessages.of(events));
    }

    @Test
    void errorBetweenTheCallsOfOneReplyComesAfterThem() {
        var first = thought("a1", "r", "c1", "three");
        var rejected = impossible("a2", "r", "c2");
        var third = action("a3", "r", "c3");
        var error = AgentErrorEvent.of(rejected, "no such tool", ErrorClassification.UNKNOWN);

        var messages = LlmMessages.of(List.of(first, rejected, error, third,
                result("o1", first), result("o3", third)));

        assertEquals(List.of("three c1 c2 c3", "no such tool -> c2", "result o1 -> c1",
                "result o3 -> c3"), shown(messages));
    }

    @Test
    void callAfterARejectedFirstOneBelongsToTheSameMessage() {
        var rejected = impossible("a1", "r", "c1");
        var error = AgentErrorEvent.of(rejected, "no", ErrorClassification.UNKNOWN);
        var second = action("a2", "r", "c2");

        var messages = LlmMessages.of(List.of(rejected, error, second, result("o2", second)));

        assertEquals(List.of(" c1 c2", "no -> c1", "result o2 -> c2"), shown(messages));
    }

    @Test
    void messageThatCameWhileAToolRanStandsBehindItsResult() {
        var first = action("a1", "r", "c1");
        var second = action("a2", "r", "c2");

        var messages = LlmMessages.of(List.of(message("go"), first, message("wait"), second,
                result("o1", first), message("stop"), result("o2", second)));

        assertEquals(List.of("go", " c1 c2", "result o1 -> c1", "result o2 -> c2", "waitstop"),
                shown(messages));
    }

    @Test
    void repliesOfOneIdAndCallsOfOneIdAreToldApart() {
        var first = action("a1", "r", "c");
        var rejected = impossible("a2", "r", "c");
        var error = AgentErrorEvent.of(rejected, "no", ErrorClassification.UNKNOWN);
        var third = action("a3", "r", "c");

        var messages = LlmMessages.of(List.of(first, result("o1", first), rejected, error, third,
                result("o3", third)));

        assertEquals(List.of(" c", "result o1 -> c", " c", "no -> c", " c", "result o3 -> c"),
                shown(messages));
    }

    @Test
    void secondCallOfTheSameIdInAReplyIsLeftOut() {
        var first = action("a1", "r", "c");

        var messages = LlmMessages.of(
                List.of(first, action("a2", "r", "c"), result("o1", first)));

        assertEquals(List.of(" c", "result o1 -> c"), shown(messages));
    }

    private static List<String> shown(List<Message> messages) {
        return messages.stream().map(message -> message.text()
                + (message.toolCalls() == null ? "" : message.toolCalls().stream()
                        .map(call -> " " + call.id()).collect(Collectors.joining()))
                + (message.toolCallId() == null ? "" : " -> " + message.toolCallId())).toList();
    }

    @Test
    void userMessagesSideBySideAreMerged() {
        var messages = LlmMessages.of(List.of(message("one"), message("two"),
                said("x", Message.text(Role.ASSISTANT, "answer")),
                new CondensationSummaryEvent("s", null, null, null, "sum"), message("three")));

        assertEquals(List.of("onetwo", "answer", "sumthree"),
                messages.stream().map(Message::text).toList());
        assertEquals(2, messages.getFirst().content().size());
    }

    @Test
    void resultsNameTheirCall() {
        var a = action("a", "r", "c");
        var reject = UserRejectObservation.of(a, "not now", RejectionSource.USER);
        var error = AgentErrorEvent.of(a, "broken", ErrorClassification.UNKNOWN);
        var seen = result("o", a).extended(List.of(TextContent.of("!")));

        var messages = LlmMessages.of(List.of(seen, reject, error));

        assertEquals(List.of("result o!", "Action rejected: not now", "broken"),
                messages.stream().map(Message::text).toList());
        for (var message : messages) {
            assertEquals(Role.TOOL, message.role());
            assertEquals("c", message.toolCallId());
            assertEquals("tool", message.name());
        }
    }

    @Test
    void systemPromptHasOneOrTwoBlocks() {
        assertEquals(1, SystemPromptEvent.of("s", List.of(), "").toMessage().content().size());
        assertEquals(2, SystemPromptEvent.of("s", List.of(), "d").toMessage().content().size());
    }

    @Test
    void extendedContentFollowsTheMessage() {
        var event = message("hi").extended(List.of("skill"), List.of(TextContent.of(" there")));

        assertEquals("hi there", event.toMessage().text());
        assertEquals("hi", event.llmMessage().text());
        assertEquals(List.of("skill"), event.activatedSkills());
        assertEquals("hi", event.id());
        assertNull(event.timestamp());
        assertThrows(IllegalArgumentException.class, () -> Event.checkedId(Event.ROOT));
    }
}
