package agentserver.llm.openai;

import agentserver.llm.Content;
import agentserver.llm.ImageContent;
import agentserver.llm.LlmConfig;
import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import agentserver.llm.openai.Vendor.Trait;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes messages the way chat completions want them. Source: contract 09 §5.2.
///
/// Cache marks are computed here and not read from the content: on the first block of the system
/// message, and on the last block of the last message that is a user's or a tool's.
final class ChatMessages {

    private static final int TOOL_TEXT_CHARS = 50_000;
    private static final String CUT = "\n[… cut …]\n";

    private final JsonGenerator json;
    private final Abilities abilities;
    private final Vendor vendor;
    private final boolean oneString;

    ChatMessages(JsonGenerator json, LlmConfig config, Abilities abilities, Vendor vendor) {
        this.json = json;
        this.abilities = abilities;
        this.vendor = vendor;
        var prompting = config.prompting();
        this.oneString = abilities.plainText()
                || !prompting.cachingPrompt() && !abilities.vision()
                        && !prompting.nativeToolCalling();
    }

    void write(List<Message> messages) throws IOException {
        var lastMarked = lastHeard(messages);
        json.writeArrayFieldStart("messages");
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            json.writeStartObject();
            var marked = abilities.promptCache()
                    && (message.role() == Role.SYSTEM || i == lastMarked);
            write(message, marked);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static int lastHeard(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            var role = messages.get(i).role();
            if (role == Role.USER || role == Role.TOOL) {
                return i;
            }
        }
        return -1;
    }

    private void write(Message message, boolean marked) throws IOException {
        var calls = message.toolCalls() == null ? List.<MessageToolCall>of() : message.toolCalls();
        var content = visible(message.content(), !calls.isEmpty());
        if (!content.isEmpty() || calls.isEmpty()) {
            writeContent(message.role(), content, marked);
        }
        json.writeStringField("role", message.role().name().toLowerCase(Locale.ROOT));
        if (!calls.isEmpty()) {
            writeCalls(calls);
        }
        if (message.role() == Role.TOOL) {
            writeToolMembers(message, marked);
        }
        writeReasoning(message);
    }

    /// What there is to send: images only to a model that sees, no blank texts beside tool calls.
    private List<Content> visible(List<Content> content, boolean withCalls) {
        return content.stream()
                .filter(part -> switch (part) {
                    case TextContent text -> !withCalls || !text.text().isBlank();
                    case ImageContent images -> abilities.vision() && !images.imageUrls().isEmpty();
                })
                .toList();
    }

    private void writeContent(Role role, List<Content> content, boolean marked)
            throws IOException {
        json.writeFieldName("content");
        if (content.isEmpty()) {
            json.writeString("");
            return;
        }
        var textsOnly = content.stream().allMatch(TextContent.class::isInstance);
        if (oneString && textsOnly) {
            json.writeString(content.stream()
                    .map(part -> text(role, (TextContent) part))
                    .collect(Collectors.joining("\n")));
            return;
        }
        var markedPart = role == Role.SYSTEM ? 0 : content.size() - 1;
        json.writeStartArray();
        for (int i = 0; i < content.size(); i++) {
            var mark = marked && role != Role.TOOL && i == markedPart;
            switch (content.get(i)) {
                case TextContent text -> writeText(text(role, text), mark);
                case ImageContent images -> writeImages(images, mark);
            }
        }
        json.writeEndArray();
    }

    private void writeText(String text, boolean marked) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        writeMark(marked);
        json.writeEndObject();
    }

    private void writeImages(ImageContent images, boolean marked) throws IOException {
        for (var url : images.imageUrls()) {
            json.writeStartObject();
            json.writeStringField("type", "image_url");
            json.writeObjectFieldStart("image_url");
            json.writeStringField("url", url);
            json.writeEndObject();
            writeMark(marked && url.equals(images.imageUrls().getLast()));
            json.writeEndObject();
        }
    }

    private void writeMark(boolean marked) throws IOException {
        if (marked) {
            json.writeObjectFieldStart("cache_control");
            json.writeStringField("type", "ephemeral");
            json.writeEndObject();
        }
    }

    private void writeCalls(List<MessageToolCall> calls) throws IOException {
        json.writeArrayFieldStart("tool_calls");
        for (var call : calls) {
            json.writeStartObject();
            json.writeStringField("id", call.id());
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", call.name());
            json.writeStringField(
                    "arguments", call.arguments().isBlank() ? "{}" : call.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeToolMembers(Message message, boolean marked) throws IOException {
        if (message.toolCallId() != null) {
            json.writeStringField("tool_call_id", message.toolCallId());
        }
        if (message.name() != null && !vendor.is(Trait.STRICT)) {
            json.writeStringField("name", message.name());
        }
        writeMark(marked);
    }

    private void writeReasoning(Message message) throws IOException {
        if (abilities.replaysReasoning() && message.reasoningContent() != null) {
            json.writeStringField("reasoning_content", message.reasoningContent());
        }
        if (vendor.is(Trait.GATEWAY) && !message.thinkingBlocks().isEmpty()) {
            json.writeArrayFieldStart("thinking_blocks");
            for (var block : message.thinkingBlocks()) {
                json.writePOJO(block);
            }
            json.writeEndArray();
        }
    }

    private static String text(Role role, TextContent part) {
        var text = part.text();
        if (role != Role.TOOL || text.length() <= TOOL_TEXT_CHARS) {
            return text;
        }
        var kept = TOOL_TEXT_CHARS - CUT.length();
        var head = kept - kept / 2;
        return text.substring(0, head) + CUT + text.substring(text.length() - kept / 2);
    }
}
