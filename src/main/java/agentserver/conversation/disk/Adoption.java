package agentserver.conversation.disk;

import agentserver.base.store.Directories;
import agentserver.conversation.layout.PythonEvents;
import agentserver.conversation.layout.PythonLayout;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.StateChange;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.EventLog;
import agentserver.event.log.FileEventLog;
import agentserver.event.log.LogRecord;
import agentserver.event.log.Replay;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/// Takes over a conversation of the Python server: writes the log that says the same.
///
/// The log is written under another name, synced, and renamed as the last step; so after a crash it is
/// there as a whole, or the next opening begins again. The files of the Python server are read and
/// left as they were. Events keep their bytes. They stand before the record that says what the
/// conversation is: so that record has the last word on HEAD, on the status and on the times.
final class Adoption {

    private static final Logger LOG = System.getLogger(Adoption.class.getName());

    private static final Set<String> NO_HEADS =
            Set.of("ConversationStateUpdateEvent", "ConversationErrorEvent");

    private final StateCodec codec;
    private final PythonLayout python;

    Adoption(StateCodec codec, PythonLayout python) {
        this.codec = codec;
        this.python = python;
    }

    /// Makes the log of a directory that has none.
    ///
    /// @throws IOException when the Python files can't be read, or the log can't be written
    void adopt(Path directory) throws IOException {
        var found = python.read(directory);
        var events = PythonEvents.read(directory);
        events.skipped().forEach(name -> LOG.log(
                Level.WARNING, "{0}: left out of the log: {1}", directory.getFileName(), name));
        var unfinished = directory.resolve(DiskConversations.LOG_FILE + ".adopting");
        Files.deleteIfExists(unfinished);
        try (var log = FileEventLog.open(unfinished, Replay.NOTHING, EventLog.Limits.DEFAULT)) {
            var last = 0L;
            for (var event : events.events()) {
                last = log.append(LogRecord.event(event));
            }
            log.durable(last); // only then it tells of its events
            var created = new StateChange.Created(withHead(found.state(), log), found.meta());
            log.durable(log.append(LogRecord.change(codec.change(created))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while adopting", e);
        }
        if (!found.lost().isEmpty()) {
            LOG.log(Level.WARNING, "{0}: can''t be read, and is made up: {1}",
                    directory.getFileName(), found.lost());
        }
        Files.move(unfinished, directory.resolve(DiskConversations.LOG_FILE),
                StandardCopyOption.ATOMIC_MOVE);
        Directories.sync(directory);
        LOG.log(Level.INFO, "{0}: adopted {1} events of the Python server",
                directory.getFileName(), events.events().size());
    }

    /// A state that does not know HEAD, or knows one that is lost, takes the last event that can be it.
    /// Source: contract 07 §6.5.
    private static ConversationState withHead(ConversationState state, EventLog log) {
        var head = state.leafEventId();
        if (head == null ? state.headIsEmpty() : log.contains(head)) {
            return state;
        }
        for (var index = log.eventCount() - 1; index >= 0; index--) {
            var event = log.header(index);
            if (!NO_HEADS.contains(event.kind())) {
                return state.with(draft -> draft.leafEventId = event.id());
            }
        }
        return state;
    }
}
