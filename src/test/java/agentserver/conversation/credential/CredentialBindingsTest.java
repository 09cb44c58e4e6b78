package agentserver.conversation.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import agentserver.base.fault.Fault;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CredentialBindingsTest {

    private static final UUID ONE = UUID.randomUUID();
    private static final UUID TWO = UUID.randomUUID();

    private final CredentialBindings bindings = new CredentialBindings();

    private static CredentialSource source(long chars) {
        return new CredentialSource("x".repeat((int) chars), Map.of());
    }

    @Test
    void onlySoMuchIsRemembered() {
        var half = CredentialBindings.MAX_CHARS / 2;
        bindings.put(ONE, "A", source(half));
        bindings.put(ONE, "A", source(half)); // in its place
        bindings.put(TWO, "A", source(half));

        assertThrows(Fault.Busy.class, () -> bindings.put(TWO, "B", source(1)));
        bindings.remove(ONE);
        bindings.put(TWO, "B", source(half));
        assertThrows(Fault.Busy.class, () -> bindings.put(ONE, "A", source(1)));
        bindings.clear();
        bindings.put(ONE, "A", source(2 * half));
        assertEquals(Set.of("A"), bindings.names(ONE));
        assertEquals(Set.of(), bindings.names(TWO));
    }

    @Test
    void aCopySharesWhatThereIsAndKeepsIt() {
        bindings.put(ONE, "A", source(1));
        bindings.share(ONE, TWO);
        bindings.remove(ONE);

        assertEquals(Set.of("A"), bindings.names(TWO));
        assertEquals(Set.of(), bindings.names(ONE));
    }
}
