package agentserver.conversation.disk;

import agentserver.base.fault.Fault;
import agentserver.base.json.Uuids;
import agentserver.base.store.Directories;
import agentserver.conversation.journal.ConversationStore;
import agentserver.conversation.journal.Places;
import agentserver.conversation.journal.StoredConversation;
import agentserver.conversation.layout.PythonConversation;
import agentserver.conversation.layout.PythonEvents;
import agentserver.conversation.layout.PythonLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Gives conversations to the Python server and takes them from it, as directories.
public final class PythonExchange {

    private final Places places;
    private final ConversationStore store;
    private final PythonLayout python;

    /// @param store of the conversations in `places`
    public PythonExchange(Places places, ConversationStore store, PythonLayout python) {
        this.places = places;
        this.store = store;
        this.python = python;
    }

    /// Writes a conversation in the Python server's layout; a server may have it open meanwhile, and what
    /// it writes later is not in it.
    ///
    /// @return how many events were written
    /// @throws IOException when there is no such conversation, the target holds one already, or it can't
    ///         be written
    public long export(UUID id, Path target) throws IOException {
        var stored = store.openReadOnly(id).orElseThrow(
                () -> new IOException("there is no conversation " + id + ", or nothing to export"));
        try (var log = stored.log()) {
            python.write(target, new PythonConversation(stored.state(), stored.meta()),
                    source(stored));
            return log.eventCount();
        }
    }

    private static PythonEvents.Source source(StoredConversation stored) {
        return new PythonEvents.Source() {
            @Override
            public long count() {
                return stored.log().eventCount();
            }

            @Override
            public byte[] event(long index) {
                return stored.log().event(index);
            }
        };
    }

    /// Takes a directory of either server's layout among the conversations: copies it, and adopts it. The
    /// source stays as it is.
    ///
    /// @return the conversation's id
    /// @throws IOException when it holds none, or one of an id that is here already
    public UUID take(Path source) throws IOException {
        var id = PythonLayout.id(source.toAbsolutePath().normalize().getFileName().toString())
                .orElseThrow(() -> new IOException(
                        source + " is not named by a conversation's id in 32 hex digits"));
        if (!PythonLayout.isIn(source) && Files.notExists(
                source.resolve(DiskConversations.LOG_FILE))) {
            throw new IOException(source + " holds no conversation");
        }
        var target = places.directory(id);
        if (Files.exists(target)) {
            throw new IOException("there is a conversation " + id + " already");
        }
        var draft = target.resolveSibling(".import-" + Uuids.hex(UUID.randomUUID()));
        try {
            copy(source, draft);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            DiskConversations.removed(draft);
            throw e;
        }
        Directories.sync(target.getParent());
        adopt(id);
        return id;
    }

    private void adopt(UUID id) throws IOException {
        try {
            var stored = store.open(id).orElseThrow(
                    () -> new IOException("the conversation " + id + " can't be opened"));
            stored.log().close();
            stored.custody().close();
        } catch (IOException | Fault e) {
            DiskConversations.removed(places.directory(id));
            throw e;
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        Directories.createPrivate(target);
        try (Stream<Path> files = Files.walk(source)) {
            for (var file : files.toList()) {
                var copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Directories.createPrivate(copy);
                } else if (Files.isRegularFile(file)
                        && !file.getFileName().toString().startsWith("owner_lease")) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /// The ids of all conversations in a directory, those of the Python server too.
    public static List<UUID> ids(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .flatMap(entry -> PythonLayout.id(entry.getFileName().toString()).stream())
                    .sorted().toList();
        }
    }
}
