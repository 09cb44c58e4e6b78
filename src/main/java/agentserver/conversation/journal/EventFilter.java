package agentserver.conversation.journal;

import java.util.Optional;

/// Which events are wanted; what is left out does not matter.
///
/// @param kind   the simple name of a kind, or the Python path that old clients send
/// @param source `agent`, `user`, `environment` or `hook`; any other finds nothing
/// @param body   a text that a message must hold, whatever the case
/// @param from   the earliest time, inclusive, as events write it: texts are compared
/// @param until  the latest time, exclusive, likewise
public record EventFilter(
        Optional<String> kind,
        Optional<String> source,
        Optional<String> body,
        Optional<String> from,
        Optional<String> until) {

    /// Whether everything is wanted.
    public boolean isOpen() {
        return kind.isEmpty()
                && source.isEmpty()
                && body.isEmpty()
                && from.isEmpty()
                && until.isEmpty();
    }
}
