package agentserver.agent;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All that a system prompt depends on.
///
/// @param model     the model's name, `anthropic/claude-opus-4`
/// @param variables the agent's `system_prompt_kwargs`
/// @param texts     what others wrote: the user, the agent's owner
/// @param toolSpecs the names in the agent's `tools`
/// @param memory    whether the two memory files are loaded (`load_memory`)
/// @param context   what belongs to this conversation
public record PromptInputs(
        String model,
        PromptVariables variables,
        Texts texts,
        Set<String> toolSpecs,
        boolean memory,
        Context context) {

    public PromptInputs {
        toolSpecs = Set.copyOf(toolSpecs);
    }

    /// Texts that stand in for, or in, the built-in prompt.
    ///
    /// @param verbatim an agent's `system_prompt`: used as it is, instead of all static sections
    /// @param soul     the user's `SOUL.md`
    /// @param policy   the security section, as [SecurityPolicy] found it; empty for none
    public record Texts(
            Optional<String> verbatim, Optional<String> soul, Optional<String> policy) {}

    /// What belongs to one conversation.
    ///
    /// @param suffix   the agent context's `system_message_suffix`, used as it is
    /// @param secrets  the conversation's secrets, without their values
    /// @param datetime when the conversation began, `2026-01-31T12:34`; empty where the agent context
    ///                 says null, or where there is neither an agent context nor a secret
    public record Context(
            Optional<String> suffix, List<SecretName> secrets, Optional<String> datetime) {

        public static final Context NONE =
                new Context(Optional.empty(), List.of(), Optional.empty());

        public Context {
            secrets = List.copyOf(secrets);
        }
    }

    /// A secret, as the model may know it.
    public record SecretName(String name, Optional<String> description) {}
}
