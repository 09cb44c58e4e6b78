package agentserver.conversation.disk;

import agentserver.base.store.Directories;
import agentserver.conversation.journal.Copied;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.StateChange;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.EventLog;
import agentserver.event.log.FileEventLog;
import agentserver.event.log.LogRecord;
import agentserver.event.log.Replay;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/// A copy of a conversation that is made beside the others, and moved to its place as the last step:
/// there it is whole, or not at all. Used by one thread, once.
final class CopyDraft {

    private static final int COPIED_AT_ONCE = 100;

    private final Path target;
    private final Path draft;
    private final StateCodec codec;

    /// @param target where the copy will be
    CopyDraft(Path target, StateCodec codec) {
        this.target = target;
        this.codec = codec;
        draft = target.resolveSibling(".fork-" + UUID.randomUUID());
    }

    /// Writes it, and moves it to its place.
    ///
    /// @return false when something is there already; then nothing was changed
    boolean publish(ConversationState state, ConversationMeta meta, Copied events)
            throws IOException {
        try {
            Directories.createPrivate(draft);
            fill(state, meta, events);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            Directories.sync(target.getParent());
            return true;
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException _) {
            DiskConversations.removed(draft);
            return false;
        } catch (IOException | RuntimeException e) {
            DiskConversations.removed(draft);
            throw e;
        }
    }

    private void fill(ConversationState state, ConversationMeta meta, Copied copied)
            throws IOException {
        var events = copied.events();
        try (var log = FileEventLog.open(draft.resolve(DiskConversations.LOG_FILE),
                Replay.NOTHING, EventLog.Limits.DEFAULT)) {
            for (int i = 0; i < events.size(); i += COPIED_AT_ONCE) {
                var some = events.subList(i, Math.min(i + COPIED_AT_ONCE, events.size()));
                copied.source().events(some)
                        .forEach(event -> log.append(LogRecord.event(event)));
            }
            copied.added().forEach(event -> log.append(LogRecord.event(codec.event(event))));
            var created = codec.change(new StateChange.Created(state, meta));
            log.durable(log.append(LogRecord.change(created)));
        } catch (InterruptedException _) { // the request is over
            Thread.currentThread().interrupt();
            throw new Journal.InterruptedWait();
        }
    }
}
