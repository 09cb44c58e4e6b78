package agentserver.conversation.disk;

import agentserver.conversation.catalogue.CatalogueEntry;
import agentserver.conversation.catalogue.Survey;
import agentserver.conversation.journal.ConversationView;
import agentserver.conversation.layout.PythonLayout;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The conversations in one directory, as the catalogue wants to see them.
final class DiskSurvey implements Survey {

    private final Path root;
    private final ConversationViews views;

    DiskSurvey(Path root, ConversationViews views) {
        this.root = root;
        this.views = views;
    }

    @Override
    public Map<UUID, Long> marks() throws IOException {
        var marks = new HashMap<UUID, Long>();
        try (var entries = Files.newDirectoryStream(root)) {
            for (var directory : entries) {
                PythonLayout.id(directory.getFileName().toString()).ifPresent(id -> {
                    var mark = views.mark(directory);
                    if (mark != 0) {
                        marks.put(id, mark);
                    }
                });
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return marks;
    }

    @Override
    public Optional<CatalogueEntry> read(UUID id) {
        return views.read(id).map(DiskSurvey::entry);
    }

    static CatalogueEntry entry(ConversationView view) {
        return CatalogueEntry.of(
                view.state(), view.meta(), view.keys(), view.mark());
    }
}
