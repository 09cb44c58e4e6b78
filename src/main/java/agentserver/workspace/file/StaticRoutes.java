package agentserver.workspace.file;

import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Readiness;
import agentserver.server.Route;
import agentserver.server.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `/static/…`: the files of one folder, open to everybody. A folder has no index; what is not there, or
/// not in the folder, is not found. A server that was told of no folder has no such path.
/// Source: contract 01 §4.
public final class StaticRoutes {

    private static final String PATH = "/static/{path...}";

    private final Path folder;
    private final Readiness readiness;

    /// @param readiness asked first, though the door is open: a dormant server shows no files
    public StaticRoutes(Path folder, Readiness readiness) {
        this.folder = folder;
        this.readiness = readiness;
    }

    /// Adds the routes, if the folder is one.
    public void addTo(Router router) {
        if (Files.isDirectory(folder)) {
            router.add(Route.get(PATH, Door.PUBLIC, this::file)
                    .summary("Shows a file.")
                    .answers(200, "*/*").answers(206, "*/*")
                    .answers(304, Void.class).answers(416, Void.class)
                    .fails(404, 503));
            router.add(Route.head(PATH, Door.PUBLIC, this::file).hidden());
        }
    }

    private Answer file(Exchange exchange) throws IOException {
        readiness.check(Door.WORKSPACE);
        return switch (new ConfinedFolder(folder).open(exchange.path("path"))) {
            case ConfinedFolder.Opened file -> FileAnswer.of(exchange, file);
            case ConfinedFolder.Directory _, ConfinedFolder.Nothing _, ConfinedFolder.Outside _ ->
                    Answer.detail(404, "Not Found");
        };
    }
}
