package agentserver.conversation.disk;

import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StartConversation;
import agentserver.conversation.state.StateCodec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/// What stands in for a conversation of which nobody can tell any more what it was. It is listed, in
/// error, and such events as are left can be read. Source: contract 02 §13.7.
final class DamagedConversation {

    private DamagedConversation() {}

    static ConversationState state(UUID id, Path shown, StateCodec codec) {
        return ConversationState.initial(id, start(codec), shown.toString())
                .with(draft -> draft.executionStatus = ExecutionStatus.ERROR);
    }

    static ConversationMeta meta(Path directory, StateCodec codec) {
        var time = Instant.ofEpochMilli(directory.toFile().lastModified());
        return ConversationMeta.initial(start(codec), time).titled("(damaged)");
    }

    private static StartConversation start(StateCodec codec) {
        return codec.start("""
                {"agent": {"llm": {"model": "unknown"}, "tools": []},
                 "workspace": {"working_dir": "."}, "autotitle": false}
                """);
    }
}
