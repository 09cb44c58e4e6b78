package agentserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Fails where a file, a line, a package, a method or a constructor is larger than the house
/// allows. The limits are where one stops and splits; what to aim for is far below.
class SizeTest {

    private static final int FILE_LINES = 400;
    private static final int TEST_FILE_LINES = 600;
    private static final int LINE_COLUMNS = 110;
    private static final int PACKAGE_FILES = 30;
    private static final int METHOD_LINES = 60;
    private static final int CONSTRUCTOR_ARGUMENTS = 6;

    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TEST = Path.of("src", "test", "java");

    @Test
    void noFileIsTooLong() throws IOException {
        var found = new ArrayList<>(longer(MAIN, FILE_LINES));
        found.addAll(longer(TEST, TEST_FILE_LINES));

        assertNone(found, "files with too many lines");
    }

    @Test
    void noLineIsTooLong() throws IOException {
        var found = new ArrayList<String>();
        for (var file : sources(MAIN, TEST)) {
            var lines = Files.readAllLines(file);
            IntStream.range(0, lines.size())
                    .filter(index -> lines.get(index).length() > LINE_COLUMNS)
                    .forEach(index -> found.add(file + ":" + (index + 1)));
        }

        assertNone(found, "lines of more than " + LINE_COLUMNS + " columns");
    }

    @Test
    void noPackageHasTooManyFiles() throws IOException {
        var counts = sources(MAIN).stream()
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        var found = counts.entrySet().stream()
                .filter(entry -> entry.getValue() > PACKAGE_FILES)
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();

        assertNone(found, "packages of more than " + PACKAGE_FILES + " files");
    }

    @Test
    void noMethodIsTooLong() throws IOException {
        var found = methods(method -> lines(method) > METHOD_LINES);

        assertNone(found, "methods of more than " + METHOD_LINES + " lines");
    }

    @Test
    void noConstructorTakesTooMuch() throws IOException {
        var found = methods(method -> arguments(method) > CONSTRUCTOR_ARGUMENTS);

        assertNone(found, "constructors of more than " + CONSTRUCTOR_ARGUMENTS + " arguments");
    }

    @Test
    void theMeasuresAreRight() throws IOException {
        var sample = "agentserver.SizeTest$Sample.";

        assertEquals(List.of(sample + "<init>"),
                methods(method -> arguments(method) == 2 && name(method).startsWith(sample)));
        assertEquals(List.of(sample + "<init>", sample + "spansThree"),
                methods(method -> lines(method) == 3 && name(method).startsWith(sample)));
    }

    /// What [#theMeasuresAreRight] measures.
    private static final class Sample {

        private final int sum;
        private final int[] none = new int[0];

        Sample(int one, int two) {
            sum = one + two + none.length;
        }

        void spansThree() {
            var text = String.valueOf(sum);
            text.strip();
        }
    }

    private static List<String> longer(Path folder, int limit) throws IOException {
        var found = new ArrayList<String>();
        for (var file : sources(folder)) {
            var count = Files.readAllLines(file).size();
            if (count > limit) {
                found.add(file + ": " + count);
            }
        }
        return found;
    }

    private static List<Path> sources(Path... folders) throws IOException {
        var found = new ArrayList<Path>();
        for (var folder : folders) {
            try (var files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
            }
        }
        return found;
    }

    /// The methods and constructors of our classes and of our tests that are as wanted, by name.
    private static List<String> methods(Predicate<MethodModel> wanted) throws IOException {
        var found = new ArrayList<String>();
        for (var file : ClassUses.classFiles("classes", "test-classes")) {
            ClassFile.of().parse(file).methods().stream()
                    .filter(wanted).map(SizeTest::name).forEach(found::add);
        }
        return found;
    }

    /// How many lines its code spans. A constructor is measured from its own first line, because
    /// the initial values of the fields, wherever they stand, are compiled into it.
    private static int lines(MethodModel method) {
        var lines = method.code().flatMap(code -> code.findAttribute(Attributes.lineNumberTable()))
                .map(table -> table.lineNumbers().stream().map(LineNumberInfo::lineNumber).toList())
                .orElse(List.of());
        if (lines.isEmpty() || method.methodName().equalsString("<clinit>")) {
            return 0;
        }
        if (constructor(method)) {
            return lines.getLast() - lines.getFirst() + 1;
        }
        return Collections.max(lines) - Collections.min(lines) + 1;
    }

    /// How many arguments a constructor takes; none for other methods and for records.
    private static int arguments(MethodModel method) {
        if (!constructor(method) || ofRecord(method)) {
            return 0;
        }
        return (int) method.findAttribute(Attributes.methodParameters()).stream()
                .flatMap(attribute -> attribute.parameters().stream())
                .filter(parameter -> !parameter.has(AccessFlag.SYNTHETIC))
                .filter(parameter -> !parameter.has(AccessFlag.MANDATED))
                .count();
    }

    private static boolean constructor(MethodModel method) {
        return method.methodName().equalsString("<init>");
    }

    private static boolean ofRecord(MethodModel method) {
        return method.parent().flatMap(ClassModel::superclass)
                .filter(parent -> parent.name().equalsString("java/lang/Record"))
                .isPresent();
    }

    private static String name(MethodModel method) {
        var owner = method.parent().orElseThrow().thisClass().asInternalName().replace('/', '.');
        return owner + "." + method.methodName().stringValue();
    }

    private static void assertNone(List<String> found, String what) {
        assertTrue(found.isEmpty(), () -> what + ":\n  " + String.join("\n  ", found));
    }
}
