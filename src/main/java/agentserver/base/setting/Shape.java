package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// What a value must look like. Immutable.
///
/// @param <T> what a good value becomes
public sealed interface Shape<T>
        permits Switch, Whole, Seconds, Text, Names, Either, ListOf, TextMap, Entity {

    /// Checks a value. A bad one is reported at `place` and yields nothing.
    Optional<T> read(Raw raw, Place place);

    /// What the environment variable of that name, or those below it, say; nothing when they are unset.
    Optional<Raw> find(EnvironmentReader environment, String name);

    /// The shape in words that continue "expected …": `a whole number, 1 to 65535`.
    String expects();

    /// The value as it may be printed: secrets as stars, absent members of objects as their
    /// defaults.
    JsonNode masked(Raw raw);
}
