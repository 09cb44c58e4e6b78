package agentserver.conversation;

import static agentserver.conversation.ConversationRoutes.ONE;
import static agentserver.conversation.ConversationRoutes.id;

import agentserver.base.fault.Fault;
import agentserver.conversation.credential.BindCredential;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Route;
import agentserver.server.Router;
import java.io.IOException;
import java.util.function.Supplier;

/// Takes from whoever runs this server for others where a secret of a conversation is kept. Source:
/// contract 02 §11.
public final class CredentialRoutes {

    private final Supplier<ConversationService> conversations;

    /// @param conversations the service, once the server is ready
    public CredentialRoutes(Supplier<ConversationService> conversations) {
        this.conversations = conversations;
    }

    public void addTo(Router router) {
        router.add(Route.put(ONE + "/credential-bindings/{secret_name}", Door.API, this::bind)
                .summary("Say where a secret of a conversation is kept")
                .hidden()
                .body(BindCredential.class)
                .answers(204, Void.class)
                .fails(403, 404, 409, 501, 502));
    }

    private Answer bind(Exchange exchange) throws IOException {
        var conversation = id(exchange);
        var source = exchange.body(BindCredential.class).source();
        var name = exchange.path("secret_name");
        if (!name.equals(Credentials.CODEX)) {
            throw new Fault.NotFound("Not Found");
        }
        conversations.get().bind(conversation, name, source);
        return Answer.empty();
    }
}
