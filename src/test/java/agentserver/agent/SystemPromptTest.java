package agentserver.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.agent.PromptInputs.Context;
import agentserver.agent.PromptInputs.SecretName;
import agentserver.base.fault.Fault;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemPromptTest {

    private static final Pattern OPENING = Pattern.compile("^<([A-Z_]+)>$", Pattern.MULTILINE);

    @Test
    void theSectionsStandInTheOrderOfTheContract() {
        var prompt = fixed(inputs("openai/gpt-4o", "{}", Set.of("browser_tool_set")));

        assertEquals(List.of(
                "SOUL", "ROLE", "MEMORY", "EFFICIENCY", "FILE_SYSTEM_GUIDELINES", "CODE_QUALITY",
                "VERSION_CONTROL", "PULL_REQUESTS", "PROBLEM_SOLVING_WORKFLOW",
                "SELF_DOCUMENTATION", "SECURITY", "SECURITY_RISK_ASSESSMENT", "BROWSER_TOOLS",
                "EXTERNAL_SERVICES", "ENVIRONMENT_SETUP", "TROUBLESHOOTING", "PROCESS_MANAGEMENT",
                "IMPORTANT"), sections(prompt));
    }

    @Test
    void everySectionIsClosed() {
        for (var text : PromptText.values()) {
            var name = sections(text.text()).getFirst();
            assertTrue(text.text().startsWith("<" + name + ">\n"));
            assertTrue(text.text().endsWith("\n</" + name + ">"));
        }
    }

    @Test
    void withoutItsToolTheBrowserIsNotMentioned() {
        assertFalse(fixed(inputs("m", "{}", Set.of("terminal"))).contains("<BROWSER_TOOLS>"));
    }

    @Test
    void withoutAnAnalyzerRiskIsNotExplained() {
        var prompt = fixed(inputs("m", "{\"llm_security_analyzer\": false}", Set.of()));

        assertFalse(sections(prompt).contains("SECURITY_RISK_ASSESSMENT"));
    }

    @Test
    void aSandboxHasOtherRisksThanTheUsersMachine() {
        assertTrue(fixed(inputs("m", "{}", Set.of())).contains("the user's own machine"));
        assertTrue(fixed(inputs("m", "{\"cli_mode\": false}", Set.of())).contains("a sandbox"));
    }

    @Test
    void eachFamilyOfModelsHasItsNoteAndOthersHaveNone() {
        var expected = List.of(
                PromptText.MODEL_CLAUDE, PromptText.MODEL_GEMINI, PromptText.MODEL_GPT,
                PromptText.MODEL_GPT5, PromptText.MODEL_GPT5_CODEX);
        var models = List.of(
                "anthropic/claude-opus-4", "gemini/gemini-2.5-pro", "openai/gpt-4o",
                "openai/gpt-5-mini", "openai/gpt-5-codex");
        for (var i = 0; i < models.size(); i++) {
            assertTrue(fixed(inputs(models.get(i), "{}", Set.of()))
                    .endsWith(expected.get(i).text()));
        }
        assertFalse(fixed(inputs("mistral/large", "{}", Set.of())).contains("<IMPORTANT>"));
    }

    @Test
    void theVariablesOverruleTheModelsName() {
        var kwargs = "{\"model_family\": \"openai_gpt\", \"model_variant\": \"gpt-5\"}";

        assertTrue(fixed(inputs("claude", kwargs, Set.of()))
                .endsWith(PromptText.MODEL_GPT5.text()));
    }

    @Test
    void theUsersSoulStandsInForTheDefaultOne() {
        var texts = new PromptInputs.Texts(
                Optional.empty(), Optional.of(" I am Ada. \n"), Optional.empty());
        var prompt = fixed(new PromptInputs(
                "m", variables("{}"), texts, Set.of(), false, Context.NONE));

        assertTrue(prompt.startsWith("<SOUL>\nI am Ada.\n</SOUL>\n\n<ROLE>"));
        assertFalse(sections(prompt).contains("SECURITY"));
    }

    @Test
    void memoryInTwoTiersNamesBothFiles() {
        var prompt = fixed(new PromptInputs(
                "m", variables("{}"), texts(), Set.of(), true, Context.NONE));

        assertTrue(prompt.contains("~/.openhands/memory/MEMORY.md"));
        assertEquals(1, sections(prompt).stream().filter("MEMORY"::equals).count());
    }

    @Test
    void aVerbatimPromptIsUsedAsItIs() {
        var texts = new PromptInputs.Texts(
                Optional.of(" just {this} "), Optional.of("soul"), Optional.empty());
        var context = new Context(Optional.of("suffix"), List.of(), Optional.empty());
        var prompt = SystemPrompt.of(new PromptInputs(
                "m", variables("{}"), texts, Set.of(), false, context));

        assertEquals(" just {this} ", prompt.fixed());
        assertEquals(Optional.of("suffix"), prompt.dynamic());
    }

    @Test
    void withNothingToSayThereIsNoDynamicPart() {
        assertEquals(Optional.empty(),
                SystemPrompt.of(inputs("m", "{}", Set.of())).dynamic());
    }

    @Test
    void theDynamicPartHoldsSuffixSecretsAndTimeInThisOrder() {
        var context = new Context(
                Optional.of("Speak French."),
                List.of(new SecretName("API_KEY", Optional.of("for 100% of calls")),
                        new SecretName("OTHER", Optional.empty())),
                Optional.of("2026-01-31T12:34"));
        var dynamic = SystemPrompt.of(new PromptInputs(
                "m", variables("{}"), texts(), Set.of(), false, context)).dynamic().orElseThrow();

        assertTrue(dynamic.startsWith("Speak French.\n\n<CUSTOM_SECRETS>\n"));
        assertTrue(dynamic.contains("\n* $API_KEY: for 100% of calls\n* $OTHER\n"));
        assertTrue(dynamic.contains("`<secret-hidden>`"));
        assertTrue(dynamic.endsWith("2026-01-31T12:34\n</CURRENT_DATETIME>"));
    }

    @Test
    void aPromptTemplateIsRefusedWithAWayOut() {
        var refused = assertThrows(Fault.Unprocessable.class,
                () -> SystemPrompt.check(Optional.empty(), "/my/prompt.j2"));

        assertTrue(refused.getMessage().contains("system_prompt_filename"));
        assertThrows(Fault.Unprocessable.class,
                () -> SystemPrompt.check(Optional.of("x"), "system_prompt_planning.j2"));
        SystemPrompt.check(Optional.of("x"), "system_prompt.j2");
    }

    @Test
    void thePolicyIsTheBuiltInOneAFileOrNone(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("policy.txt"), "Touch nothing.\n");

        assertEquals(Optional.of(PromptText.SECURITY.text()), policy("security_policy.j2"));
        assertEquals(Optional.empty(), policy(""));
        assertEquals(Optional.empty(), SecurityPolicy.text(Optional.empty(), _ -> false));
        assertEquals(Optional.of("<SECURITY>\nTouch nothing.\n</SECURITY>"),
                policy(file.toString()));
    }

    @Test
    void aPolicyThatMayNotOrCanNotBeReadIsRefused(@TempDir Path folder) throws Exception {
        var large = Files.writeString(folder.resolve("large.txt"), "x".repeat(70_000));

        for (var name : List.of(
                "policy.txt", "/no/such/file", folder.toString(), large.toString(), "/a\0b")) {
            assertThrows(Fault.Unprocessable.class, () -> policy(name));
        }
        assertThrows(Fault.Unprocessable.class,
                () -> SecurityPolicy.text(Optional.of("/etc/passwd"), _ -> true));
    }

    private static Optional<String> policy(String name) {
        return SecurityPolicy.text(Optional.of(name), _ -> false);
    }

    private static String fixed(PromptInputs inputs) {
        return SystemPrompt.of(inputs).fixed();
    }

    private static PromptInputs inputs(String model, String kwargs, Set<String> tools) {
        return new PromptInputs(model, variables(kwargs), texts(), tools, false, Context.NONE);
    }

    private static PromptInputs.Texts texts() {
        return new PromptInputs.Texts(
                Optional.empty(), Optional.empty(), policy(SecurityPolicy.BUILT_IN));
    }

    private static PromptVariables variables(String kwargs) {
        try {
            return PromptVariables.of((ObjectNode) new ObjectMapper().readTree(kwargs));
        } catch (JsonProcessingException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static List<String> sections(String prompt) {
        return OPENING.matcher(prompt).results().map(found -> found.group(1)).toList();
    }
}
