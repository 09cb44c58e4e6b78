package agentserver.server.docs;

import agentserver.base.json.Json;
import agentserver.server.Router;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The description of the API as bytes: made when somebody first asks, and again when the root path
/// has changed. Any thread may call it.
final class Description {

    private final Router router;
    private final Json json;
    private final String version;
    private final Prepared prepared;
    private final ReentrantLock making = new ReentrantLock();
    private volatile Optional<Made> made = Optional.empty();

    private record Made(String rootPath, Content content) {}

    Description(Router router, Json json, String version, Prepared prepared) {
        this.router = router;
        this.json = json;
        this.version = version;
        this.prepared = prepared;
    }

    /// May take a second or two the first time where nothing is prepared.
    Content content(String rootPath) {
        return made(rootPath).orElseGet(() -> make(rootPath));
    }

    private Optional<Content> made(String rootPath) {
        return made.filter(last -> last.rootPath().equals(rootPath)).map(Made::content);
    }

    private Content make(String rootPath) {
        making.lock();
        try {
            return made(rootPath).orElseGet(() -> {
                var content = Content.of("application/json", bytes(rootPath));
                made = Optional.of(new Made(rootPath, content));
                return content;
            });
        } finally {
            making.unlock();
        }
    }

    private byte[] bytes(String rootPath) {
        var shown = router.routes().stream().filter(route -> !route.isHidden()).toList();
        var document = prepared
                .of(shown, json.strict(), rest -> OpenApi.of(rest, json, version))
                .orElseGet(() -> OpenApi.of(shown, json, version));
        try {
            return json.strict().writeValueAsBytes(OpenApi.below(rootPath, document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory can be written", e);
        }
    }
}
