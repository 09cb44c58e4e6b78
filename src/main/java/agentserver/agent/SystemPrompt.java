package agentserver.agent;

import agentserver.agent.PromptInputs.SecretName;
import agentserver.base.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an agent is told before anything else, in two texts: a fixed one, the same for all conversations
/// of an agent, so that providers can cache it, and one of this conversation.
///
/// Each section is an XML-like element, in the order of the contract; a section without content is left
/// out. Source: contract 08 §3.
///
/// @param fixed   the `system_prompt` of the first event
/// @param dynamic its `dynamic_context`; empty when there is nothing to say
public record SystemPrompt(String fixed, Optional<String> dynamic) {

    /// The file name that stands for the built-in prompt; no such file is read.
    public static final String BUILT_IN = "system_prompt.j2";

    private static final String BROWSER_TOOLS = "browser_tool_set";

    /// Writes the prompt.
    public static SystemPrompt of(PromptInputs inputs) {
        var fixed = inputs.texts().verbatim().orElseGet(() -> fixedSections(inputs));
        return new SystemPrompt(fixed, dynamicSections(inputs.context()));
    }

    /// Says whether an agent's prompt settings can be served; to be asked when the agent is created.
    ///
    /// @param filename the agent's `system_prompt_filename`
    /// @throws Fault.Unprocessable when it names a template, which this server has no engine for, or
    ///         when there is a verbatim prompt as well
    public static void check(Optional<String> verbatim, String filename) {
        if (filename.equals(BUILT_IN)) {
            return;
        }
        if (verbatim.isPresent()) {
            throw new Fault.Unprocessable(
                    "system_prompt and system_prompt_filename can't be given together");
        }
        throw new Fault.Unprocessable("system_prompt_filename can only be " + BUILT_IN
                + "; this server reads no prompt templates. Give the text as system_prompt");
    }

    private static String fixedSections(PromptInputs inputs) {
        var variables = inputs.variables();
        var sections = new ArrayList<String>();
        sections.add(soul(inputs));
        add(sections, PromptText.ROLE);
        add(sections, inputs.memory() ? PromptText.MEMORY_TWO_TIERS : PromptText.MEMORY);
        add(sections, PromptText.EFFICIENCY, PromptText.FILES, PromptText.CODE_QUALITY);
        add(sections, PromptText.VERSION_CONTROL, PromptText.PULL_REQUESTS, PromptText.WORKFLOW);
        add(sections, PromptText.SELF_DOCUMENTATION);
        inputs.texts().policy().ifPresent(sections::add);
        if (variables.assessesRisk()) {
            add(sections, variables.cliMode() ? PromptText.RISK_CLI : PromptText.RISK_SANDBOX);
        }
        if (inputs.toolSpecs().contains(BROWSER_TOOLS)) {
            add(sections, PromptText.BROWSER);
        }
        add(sections, PromptText.EXTERNAL_SERVICES, PromptText.ENVIRONMENT);
        add(sections, PromptText.TROUBLESHOOTING, PromptText.PROCESSES);
        modelNote(inputs).ifPresent(note -> add(sections, note));
        return String.join("\n\n", sections);
    }

    private static void add(List<String> sections, PromptText... texts) {
        for (var text : texts) {
            sections.add(text.text());
        }
    }

    private static String soul(PromptInputs inputs) {
        return inputs.variables().soul().or(inputs.texts()::soul)
                .map(String::strip)
                .filter(soul -> !soul.isEmpty())
                .map(soul -> "<SOUL>\n" + soul + "\n</SOUL>")
                .orElseGet(PromptText.SOUL::text);
    }

    private static Optional<PromptText> modelNote(PromptInputs inputs) {
        var variables = inputs.variables();
        var variant = variables.modelVariant()
                .orElseGet(() -> ModelFamily.variantOf(inputs.model()));
        return variables.modelFamily()
                .map(ModelFamily::named)
                .orElseGet(() -> ModelFamily.of(inputs.model()))
                .map(family -> family.note(variant));
    }

    private static Optional<String> dynamicSections(PromptInputs.Context context) {
        var sections = new ArrayList<String>();
        context.suffix().filter(suffix -> !suffix.isBlank()).ifPresent(sections::add);
        if (!context.secrets().isEmpty()) {
            sections.add(secrets(context.secrets()));
        }
        context.datetime().ifPresent(datetime -> sections.add(
                "<CURRENT_DATETIME>\nThe current date and time is: " + datetime
                        + "\n</CURRENT_DATETIME>"));
        return sections.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", sections));
    }

    private static String secrets(List<SecretName> secrets) {
        var listed = secrets.stream().map(SystemPrompt::line).collect(Collectors.joining("\n"));
        return """
                <CUSTOM_SECRETS>
                These secrets are at your disposal in the terminal. A secret is exported as an \
                environment variable of its name before a command in which that name occurs, so write \
                `$NAME` where the value is needed, and never the value itself. Where a value appears \
                in an output you see `<secret-hidden>` instead; don't try to get around that.
                %s
                </CUSTOM_SECRETS>""".formatted(listed);
    }

    private static String line(SecretName secret) {
        var description = secret.description().filter(text -> !text.isBlank());
        return "* $" + secret.name() + description.map(text -> ": " + text.strip()).orElse("");
    }
}
