package agentserver.llm.openai;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A vendor that speaks like OpenAI.
///
/// @param name     the prefix of its models, `groq` in `groq/llama-3`
/// @param keyNames the environment variables that may hold its key, in order
/// @param baseName the environment variables that may hold its address, in order
/// @param base     its own address; empty when it has none, as for a server of one's own
/// @param traits   where it differs
record Vendor(
        String name,
        List<String> keyNames,
        List<String> baseNames,
        Optional<String> base,
        Set<Trait> traits) {

    /// How a vendor differs from the plainest server of this dialect.
    enum Trait {
        /// Takes members of OpenAI's own: the cache key and how long the cache is kept.
        CACHE_KEY,
        /// Calls the limit of the answer `max_completion_tokens`; others call it `max_tokens`.
        COMPLETION_TOKENS,
        /// Refuses members it does not know, `stream_options` among them.
        STRICT,
        /// Wants to know on whose behalf it is asked.
        TITLE,
        /// Hands Anthropic's own message members through to Anthropic.
        GATEWAY
    }

    Vendor {
        Objects.requireNonNull(name, "name");
        keyNames = List.copyOf(keyNames);
        baseNames = List.copyOf(baseNames);
        Objects.requireNonNull(base, "base");
        traits = Set.copyOf(traits);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
