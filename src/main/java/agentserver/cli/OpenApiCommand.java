package agentserver.cli;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;

/// Prints the description of the API, as `GET /openapi.json` answers it. The image's build keeps what
/// this prints: see [agentserver.server.docs.DocsRoutes].
record OpenApiCommand(Streams streams, OwnServer servers) implements Command {

    static final String NAME = "openapi";

    @Override
    public Usage usage() {
        return Usage.of(NAME, "print the description of the API (OpenAPI 3.1)", List.of());
    }

    @Override
    public int run(Arguments arguments) {
        return Scratch.run(NAME, streams, this::in);
    }

    private int in(Path directory) throws IOException, InterruptedException {
        try (var server = servers.start(directory); var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(server.address().resolve("/openapi.json")).build();
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the server answered " + answer.statusCode());
            }
            streams.out().println(answer.body());
            if (streams.out().checkError()) {
                throw new IOException("not all could be written");
            }
            return ExitCode.OK;
        }
    }
}
