package agentserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Holds the compiled classes against the plan of the house: which package may import which, and
/// which classes may know a server library.
class PackageRulesTest {

    private static final Path SOURCES = Path.of("src", "main", "java");

    /// Libraries that few may know, and the classes that may mention them, by the start of their names.
    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "com.sun.net.httpserver.", List.of("agentserver.server."),
            "org.eclipse.jetty.", List.of("agentserver.server.socket."),
            "org.slf4j.", List.of("agentserver.base.log."),
            "jakarta.", List.of());

    private final House house = new House();
    private final List<ClassUses> classes;

    PackageRulesTest() throws IOException {
        classes = ClassUses.ofAllClasses();
    }

    @Test
    void everyPackageIsInThePlan() {
        var strangers = packages().stream().filter(name -> !house.has(name)).toList();

        assertNone(strangers, "packages without a place in House.PLAN");
    }

    @Test
    void everyImportFollowsThePlan() {
        var breaches = new ArrayList<String>();
        for (var each : classes) {
            for (var used : each.uses()) {
                objection(each, used)
                        .ifPresent(why -> breaches.add(each.name() + " uses " + used + ": " + why));
            }
        }

        assertNone(breaches, "imports against the plan");
    }

    @Test
    void noPackagesImportEachOtherInACircle() {
        var imports = new TreeMap<String, Set<String>>();
        for (var each : classes) {
            var used = imports.computeIfAbsent(each.packageName(), _ -> new TreeSet<>());
            each.uses().stream().filter(this::ours).map(ClassUses::packageOf)
                    .filter(name -> !name.equals(each.packageName())).forEach(used::add);
        }

        while (imports.values().removeIf(used -> used.stream().noneMatch(imports::containsKey))) {
            // Each round takes away the packages that import only packages already taken away.
        }

        assertEquals(Map.of(), imports, "packages that import each other in a circle");
    }

    @Test
    void onlyTheListenersKnowAServerLibrary() {
        var breaches = new ArrayList<String>();
        for (var each : classes) {
            for (var used : each.uses()) {
                LIBRARIES.forEach((library, allowed) -> {
                    if (used.startsWith(library) && allowed.stream().noneMatch(each.name()::startsWith)) {
                        breaches.add(each.name() + " uses " + used);
                    }
                });
            }
        }

        assertNone(breaches, "classes that know a server library");
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        var silent = packages().stream()
                .filter(name -> !name.equals("agentserver"))
                .filter(name -> !Files.exists(folder(name).resolve("package-info.java")))
                .toList();

        assertNone(silent, "packages without a package-info.java");
    }

    @Test
    void theModuleSaysWhatEachWingAndRoomIs() throws IOException {
        var plan = Files.readString(SOURCES.resolve("module-info.java"));
        var unnamed = packages().stream()
                .filter(name -> !name.equals("agentserver"))
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .filter(name -> !plan.contains("`" + name + "`"))
                .toList();

        assertNone(unnamed, "wings and rooms that the Javadoc of module-info.java does not name");
    }

    @Test
    void thePlanRefusesWhatItMust() {
        assertRefused("tool", "event");
        assertRefused("agent", "agent.critic");
        assertRefused("extension.skill", "extension.hook");
        assertRefused("base.json", "base.secret");
        assertFalse(house.has("agentserver.common"));
    }

    @Test
    void thePlanAllowsWhatItSays() {
        assertAllowed("agent.critic", "agent");
        assertAllowed("extension.plugin", "extension.skill");
        assertAllowed("conversation", "base.fault");
        assertAllowed("cli", "llm.demo");
    }

    private void assertRefused(String from, String to) {
        assertTrue(house.objection("agentserver." + from, "agentserver." + to).isPresent());
    }

    private void assertAllowed(String from, String to) {
        assertTrue(house.objection("agentserver." + from, "agentserver." + to).isEmpty());
    }

    private Optional<String> objection(ClassUses each, String used) {
        if (!ours(used)) {
            return Optional.empty();
        }
        var imported = ClassUses.packageOf(used);
        return house.has(each.packageName()) && house.has(imported)
                ? house.objection(each.packageName(), imported)
                : Optional.empty(); // everyPackageIsInThePlan says so
    }

    private boolean ours(String className) {
        return className.startsWith("agentserver.");
    }

    private Set<String> packages() {
        var names = new TreeSet<String>();
        classes.forEach(each -> names.add(each.packageName()));
        return names;
    }

    private static Path folder(String packageName) {
        return SOURCES.resolve(packageName.replace('.', '/'));
    }

    private static void assertNone(List<String> found, String what) {
        assertTrue(found.isEmpty(), () -> what + ":\n  " + String.join("\n  ", found));
    }
}
