package agentserver.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ToolRegistryTest {

    private final ClosableTool first = new ClosableTool("first");
    private final ClosableTool second = new ClosableTool("second");
    private final ToolContext context = ToolContexts.in(Path.of("/work"));
    private final ToolRegistry registry = new ToolRegistry(List.of(
            first.factory(), second.factory(), FinishTool.factory(), ThinkTool.factory(),
            new Unusable()));

    @Test
    void toolsComeInTheOrderOfTheSpecsThenTheDefaults() {
        var tools = create(List.of("second", "first"), List.of("FinishTool", "ThinkTool"), "");

        assertEquals(List.of("second", "first", "finish", "think"), names(tools));
    }

    @Test
    void anUnregisteredNameIsAKeyErrorThatNamesIt() {
        var failure = assertThrows(
                ToolSetupException.class, () -> create(List.of("no_such_tool"), List.of(), ""));

        assertEquals("ToolDefinition 'no_such_tool' is not registered", failure.getMessage());
        assertEquals("KeyError", failure.code());
    }

    @Test
    void anUnregisteredDefaultIsAKeyErrorToo() {
        var failure = assertThrows(
                ToolSetupException.class, () -> create(List.of(), List.of("NoTool"), ""));

        assertEquals("ToolDefinition 'NoTool' is not registered", failure.getMessage());
    }

    @Test
    void theSameToolTwiceIsRefusedAndClosesWhatWasMade() {
        var failure = assertThrows(
                ToolSetupException.class, () -> create(List.of("first", "first"), List.of(), ""));

        assertTrue(failure.getMessage().startsWith("Duplicate tool names found"));
        assertTrue(first.closed);
    }

    @Test
    void toolsMadeBeforeAFailureAreClosed() {
        assertThrows(ToolSetupException.class, () -> create(List.of("first", "none"), List.of(), ""));

        assertTrue(first.closed);
        assertFalse(second.closed);
    }

    @Test
    void theFilterMatchesFromTheStartAndSparesTheDefaults() {
        var tools = create(List.of("first", "second"), List.of("FinishTool"), "sec");

        assertEquals(List.of("second", "finish"), names(tools));
        assertTrue(first.closed);
    }

    @Test
    void theFilterDoesNotMatchInTheMiddle() {
        assertEquals(List.of(), create(List.of("second"), List.of(), "cond"));
    }

    @Test
    void aFinishToolCanBeAskedForAsASpec() {
        assertEquals(List.of("finish"), names(create(List.of("FinishTool"), List.of(), "")));
    }

    @Test
    void usableNamesLeaveOutClassNamesAndWhatThisMachineLacks() {
        assertEquals(List.of("first", "second", "unusable"), registry.names());
        assertEquals(List.of("first", "second"), registry.usableNames());
    }

    @Test
    void kindsAreThoseOfAllFamilies() {
        assertEquals(
                List.of(FinishAction.class, FinishObservation.class, ThinkAction.class,
                        ThinkObservation.class),
                registry.kinds());
    }

    @Test
    void paramsThatAToolDoesNotTakeAreRefused() {
        var params = JsonNodeFactory.instance.objectNode().put("colour", "red");
        var specs = List.of(new ToolSpec("first", params));

        assertThrows(ToolException.class,
                () -> registry.create(specs, List.of(), Optional.empty(), context));
    }

    @Test
    void twoFactoriesWithOneNameFailTheStart() {
        var twice = List.of(FinishTool.factory(), FinishTool.factory());

        assertThrows(IllegalStateException.class, () -> new ToolRegistry(twice));
    }

    private List<Tool<?>> create(List<String> names, List<String> defaults, String filter) {
        var specs = names.stream().map(ToolSpec::of).toList();
        var pattern = Optional.of(filter).filter(text -> !text.isEmpty()).map(Pattern::compile);
        return registry.create(specs, defaults, pattern, context);
    }

    private static List<String> names(List<Tool<?>> tools) {
        return tools.stream().<String>map(Tool::name).toList();
    }

    private static final class Unusable implements ToolFactory {

        @Override
        public String name() {
            return "unusable";
        }

        @Override
        public boolean usable() {
            return false;
        }

        @Override
        public List<Class<?>> kinds() {
            return List.of();
        }

        @Override
        public List<Tool<?>> create(ToolContext context, ObjectNode params) {
            throw new ToolException("this machine lacks it");
        }
    }
}
