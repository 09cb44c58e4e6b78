package agentserver.conversation.run;

import agentserver.llm.LlmClient;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmException;
import agentserver.llm.LlmReply;
import agentserver.llm.LlmRequest;
import agentserver.llm.Message;
import agentserver.llm.Role;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds a title for a conversation from its first message.
///
/// The agent's model is asked; when it says nothing, the message itself, cut, is the title.
/// Source: contract 02 §10.6, 08 §13.
public final class AutoTitle {

    public static final int MAX_TITLE_CHARS = 50;
    public static final int MAX_MESSAGE_CHARS = 1_000;

    private static final String TASK = """
            Name conversations for a list that a developer skims. Answer with the title alone: one line \
            of at most 50 characters, starting with the one emoji that fits best: 🎨 frontend, \
            ⚙️ backend, ✅ test, 🔧 devops, 🚀 deployment, 📦 dependencies, 🗄️ database, 🧹 chores, \
            ✨ features, 🐛 bugfix, ⚡ performance, 🔒 security, 📝 documentation, ♻️ refactor. \
            Use the language of the message. No quotes, no full stop.""";

    private final LlmClient llm;

    public AutoTitle(LlmClient llm) {
        this.llm = llm;
    }

    /// Blocks for as long as the model takes.
    ///
    /// @param used told of the model call, when there was one
    /// @throws LlmException when the model can't be asked; then the message is to be [#cut]
    /// @throws InterruptedException when nobody wants the title any more
    public String of(LlmConfig config, String message, String sessionId, Consumer<LlmReply> used)
            throws InterruptedException {
        var start = message.substring(0, Math.min(message.length(), MAX_MESSAGE_CHARS));
        var ask = "Title for the conversation that starts with this message:\n\n" + start;
        var request = new LlmRequest(
                List.of(Message.text(Role.SYSTEM, TASK), Message.text(Role.USER, ask)),
                List.of(), sessionId);
        var reply = llm.complete(config, request, Optional.empty());
        used.accept(reply);
        var title = reply.message().text().strip().lines().findFirst().orElse("");
        return cut(title.isBlank() ? message : title);
    }

    /// The text on one line, as long as a title may be.
    public static String cut(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= MAX_TITLE_CHARS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_TITLE_CHARS - 3)) + "...";
    }
}
