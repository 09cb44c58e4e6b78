package agentserver;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What one of our classes mentions, read from its class file: every type in its constant pool, so
/// in its code, its signatures and its annotations.
///
/// @param name the binary name, `agentserver.tool.Tool$Shape`
/// @param uses the binary names of the types that it mentions, in order
record ClassUses(String name, Set<String> uses) {

    private static final Pattern TYPE =
            Pattern.compile("(?<![\\w/.])L?((?:[a-z]\\w*/)+[A-Z][\\w$]*)");

    /// The server's own classes, without its tests.
    static List<ClassUses> ofAllClasses() throws IOException {
        var all = new ArrayList<ClassUses>();
        for (var file : classFiles("classes")) {
            all.add(read(file));
        }
        return all;
    }

    /// The compiled classes in folders of `target`, but for the module's own declaration.
    static List<Path> classFiles(String... folders) throws IOException {
        var found = new ArrayList<Path>();
        for (var folder : folders) {
            try (var files = Files.walk(Path.of("target", folder))) {
                files.filter(file -> file.toString().endsWith(".class"))
                        .filter(file -> !file.endsWith("module-info.class"))
                        .forEach(found::add);
            }
        }
        return found;
    }

    String packageName() {
        return packageOf(name);
    }

    static String packageOf(String className) {
        return className.substring(0, className.lastIndexOf('.'));
    }

    private static ClassUses read(Path file) throws IOException {
        var model = ClassFile.of().parse(file);
        var name = model.thisClass().asInternalName().replace('/', '.');
        return new ClassUses(name, mentioned(model));
    }

    private static Set<String> mentioned(ClassModel model) {
        var types = new TreeSet<String>();
        for (var entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text) {
                TYPE.matcher(text.stringValue()).results()
                        .forEach(found -> types.add(found.group(1).replace('/', '.')));
            }
        }
        return types;
    }
}
