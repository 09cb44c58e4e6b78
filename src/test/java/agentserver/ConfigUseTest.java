package agentserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import agentserver.config.Config;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// A setting that nobody reads is a promise that nobody keeps.
class ConfigUseTest {

    private static final Path CLASSES = Path.of("target", "classes", "agentserver");
    private static final String CONFIG = "agentserver/config/";

    /// What is read and kept, and has no effect: for the feature that is still to be built, or for
    /// ever where the reason says so.
    private static final Map<String, String> STORED_ONLY = Map.ofEntries(
            Map.entry("Limits$Http.uploadBytes", "uploads"),
            Map.entry("Paths.workspace", "the default workspace"),
            Map.entry("ToolSettings.preload", "tools cost nothing to prepare"),
            Map.entry("ToolSettings.bashRetention", "the bash API"),
            Map.entry("ToolSettings.marketplaces", "plugins"),
            Map.entry("ToolSettings$Confinement.user", "confinement"),
            Map.entry("ToolSettings$Confinement.isolation", "confinement"),
            Map.entry("Operation.telemetry", "nothing is ever sent"),
            Map.entry("Operation.companions", "VS Code and the desktop"));

    /// What others see through a method of the configuration itself.
    private static final Set<String> READ_INSIDE = Set.of(
            "Doors.exceptions", "Doors$Exceptions.unauthenticated", "Doors$Exceptions.openInit",
            "Listen.webUrl", "Limits$Runs.maxConcurrent");

    @Test
    void everySettingIsReadOrSaidToBeStoredOnly() throws IOException {
        var read = read();
        var unread = settings(Config.class)
                .filter(setting -> !read.contains(setting) && !READ_INSIDE.contains(setting))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(new TreeSet<>(STORED_ONLY.keySet()), unread);
    }

    /// The components of a record of the configuration, and of those in it, unless nobody reads the
    /// record itself.
    private static Stream<String> settings(Class<?> type) {
        return Stream.of(type.getRecordComponents()).flatMap(component -> {
            var name = type.getName().substring(CONFIG.length()) + "." + component.getName();
            var inner = component.getType();
            return inner.isRecord() && inner.getName().replace('.', '/').startsWith(CONFIG)
                    && !STORED_ONLY.containsKey(name)
                    ? Stream.concat(Stream.of(name), settings(inner)) : Stream.of(name);
        });
    }

    /// What classes outside the wing `config` call there.
    private static Set<String> read() throws IOException {
        try (var files = Files.walk(CLASSES)) {
            var read = new TreeSet<String>();
            for (var file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
                if (!CLASSES.relativize(file).startsWith("config")) {
                    calls(ClassFile.of().parse(file)).forEach(read::add);
                }
            }
            return read;
        }
    }

    private static Stream<String> calls(ClassModel model) {
        return StreamSupport.stream(model.constantPool().spliterator(), false)
                .filter(MethodRefEntry.class::isInstance).map(MethodRefEntry.class::cast)
                .filter(call -> call.owner().asInternalName().startsWith(CONFIG))
                .map(call -> call.owner().asInternalName().substring(CONFIG.length()) + "."
                        + call.name().stringValue());
    }
}
