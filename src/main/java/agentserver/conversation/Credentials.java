package agentserver.conversation;

import agentserver.base.fault.Fault;
import agentserver.conversation.credential.CredentialBindings;
import agentserver.conversation.credential.CredentialSource;
import agentserver.conversation.journal.ConversationStore;
import agentserver.conversation.journal.StoredConversation;
import agentserver.conversation.state.StartConversation;
import agentserver.conversation.state.StateChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Secrets of conversations that are kept elsewhere. Where they are is known in memory alone: so after a
/// restart a conversation that needs one is opened to nobody until that was said again. What was kept of
/// them here before is removed, from the log too.
///
/// Calls about one conversation come one at a time. Source: contract 02 §11.
final class Credentials {

    /// The one secret that can be kept elsewhere.
    static final String CODEX = "CODEX_AUTH_JSON";
    private static final String REQUIRED = "credential_binding_activation_required";
    private static final String LATE =
            "Credential binding activation arrived after ACP initialization";

    private final CredentialBindings bindings;
    private final ConversationStore store;

    Credentials(CredentialBindings bindings, ConversationStore store) {
        this.bindings = bindings;
        this.store = store;
    }

    /// Opens a conversation if all that it needs is known.
    ///
    /// @throws Fault.Awaiting otherwise
    Optional<StoredConversation> open(UUID id) {
        var opened = store.open(id);
        if (opened.isEmpty()) {
            return opened;
        }
        var required = opened.get().meta().requiredRuntimeCredentialBindings();
        var bound = bindings.names(id);
        if (!bound.containsAll(required)) {
            opened.get().close();
            throw new Fault.Awaiting(REQUIRED);
        }
        if (required.containsAll(bound)) {
            return opened;
        }
        opened.get().close();
        store.forget(id, bound);
        return store.open(id);
    }

    /// Sees whether a source tells.
    ///
    /// @throws Fault when it does not
    static void probe(CredentialSource source) {
        try {
            source.probe();
        } catch (InterruptedException _) { // the request is over
            Thread.currentThread().interrupt();
            throw new Fault.Failed("the binding was interrupted");
        }
    }

    /// Takes the secret from a request for a conversation that is there.
    void takeOver(Conversation conversation, StartConversation asked) {
        if (asked.secrets().containsKey(CODEX)) {
            var secret = Map.of(CODEX, asked.secrets().get(CODEX));
            conversation.add(new UpdateSecrets(secret).secrets());
        }
    }

    /// Says where a secret is.
    ///
    /// @param live the conversation, when it is loaded
    /// @return whether it has to be loaded anew, because copies of the secret are kept with it
    /// @throws Fault.Conflict when its agent works with another already
    boolean bind(UUID id, Optional<Conversation> live, String name, CredentialSource source) {
        var before = bindings.find(id, name);
        boolean late = live.isPresent() && before.map(it -> !it.isWhere(source))
                .orElseGet(live.get()::hasAgent);
        if (late) {
            throw new Fault.Conflict(LATE);
        }
        bindings.put(id, name, source);
        boolean anew = live.filter(conversation -> keeps(conversation, name)).isPresent();
        if (!anew) {
            live.ifPresent(this::require);
        }
        return anew;
    }

    private static boolean keeps(Conversation conversation, String name) {
        var names = Set.of(name);
        var asked = conversation.journal().meta().start();
        var agent = conversation.state().agent();
        return conversation.state().secretRegistry().secretSources().containsKey(name)
                || !asked.withoutSecrets(names).equals(asked)
                || !agent.withoutSecrets(names).equals(agent);
    }

    /// Notes that a conversation needs what is known of it now.
    void require(Conversation conversation) {
        var journal = conversation.journal();
        var names = bindings.names(conversation.id());
        if (!journal.meta().requiredRuntimeCredentialBindings().containsAll(names)) {
            journal.change(new StateChange.CredentialsBound(List.copyOf(names)));
            journal.awaitDurable();
        }
    }
}
