package agentserver.server.init;

import agentserver.base.fault.Fault;
import agentserver.config.InitRequest;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Route;
import agentserver.server.Router;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/// The HTTP face of the init. Source: contract 01 §9.2, §9.3.
///
/// The key is looked at first, by the door; then whether there is anything to initialize, the body, and
/// the state, in this order.
public final class InitRoutes {

    private static final String PATH = "/api/init";
    private static final long BODY_BYTES = 1 << 20;

    private final Optional<Init> init;

    /// @param init none for a server that was not started dormant
    public InitRoutes(Optional<Init> init) {
        this.init = init;
    }

    public void addTo(Router router) {
        router.add(Route.get(PATH, Door.PUBLIC, _ -> Answer.ok(init().status()))
                        .summary("Says how far the init of a dormant server is.")
                        .answers(200, InitStatus.class)
                        .fails(404))
                .add(Route.post(PATH, Door.INIT, this::run)
                        .summary("Makes a dormant server somebody's server, once.")
                        .body(InitRequest.SHAPE)
                        .bodyLimitBytes(BODY_BYTES)
                        .answers(200, InitStatus.class)
                        .fails(400, 404, 500));
    }

    private Answer run(Exchange exchange) throws IOException {
        var dormant = init();
        return Answer.ok(dormant.run(InitRequest.read(exchange.body(JsonNode.class))));
    }

    private Init init() {
        return init.orElseThrow(() -> new Fault.NotFound("server is not running with "
                + "deferred_init=True; the /api/init endpoint is not available"));
    }
}
