package agentserver.cli;

import agentserver.config.ConfigReader;
import agentserver.config.ConfigSources;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The command line, taken apart: words that name a command, and flags, in any order.
///
/// A flag's value follows it, or `=`; of a flag given twice the last counts.
record Arguments(List<String> words, Map<Flag, String> flags) {

    private static final String ON = "1";

    Arguments {
        words = List.copyOf(words);
        flags = Map.copyOf(flags);
    }

    /// @throws UsageException when a flag is unknown, lacks its value, or has one that can't be
    ///         right
    static Arguments parse(List<String> args) {
        var words = new ArrayList<String>();
        var flags = new EnumMap<Flag, String>(Flag.class);
        var rest = args.iterator();
        while (rest.hasNext()) {
            var arg = rest.next();
            if (!arg.startsWith("-")) {
                words.add(arg);
                continue;
            }
            var name = arg.startsWith("--") && arg.contains("=")
                    ? arg.substring(0, arg.indexOf('=')) : arg;
            var flag = Flag.of(name).orElseThrow(
                    () -> new UsageException("there is no option " + name));
            if (!flag.takesValue()) {
                flags.put(flag, withoutValue(arg, name));
                continue;
            }
            if (name.equals(arg) && !rest.hasNext()) {
                throw new UsageException(name + " needs a value");
            }
            flags.put(flag, checked(flag, name.equals(arg) ? rest.next()
                    : arg.substring(name.length() + 1)));
        }
        return new Arguments(words, flags);
    }

    private static String withoutValue(String arg, String name) {
        if (!arg.equals(name)) {
            throw new UsageException(name + " takes no value");
        }
        return ON;
    }

    private static String checked(Flag flag, String value) {
        var problem = switch (flag) {
            case WORKERS -> value.matches("[1-9][0-9]{0,8}") ? Optional.<String>empty()
                    : Optional.of("expected a whole number, at least 1");
            case CONFIG -> isPath(value) ? Optional.<String>empty()
                    : Optional.of("expected a path");
            default -> ConfigReader.flagProblem(flag.text(), value);
        };
        problem.ifPresent(reason -> {
            throw new UsageException(flag.text() + ": " + reason);
        });
        return value;
    }

    private static boolean isPath(String text) {
        try {
            return !Path.of(text).toString().isEmpty();
        } catch (InvalidPathException _) { // the caller asked just this
            return false;
        }
    }

    /// The same without its first words: those that name the command.
    Arguments without(int count) {
        return new Arguments(words.subList(Math.min(count, words.size()), words.size()), flags);
    }

    boolean has(Flag flag) {
        return flags.containsKey(flag);
    }

    /// The sources of a configuration in which these flags are the strongest.
    ConfigSources sources(Map<String, String> environment) {
        var texts = new HashMap<String, String>();
        flags.forEach((flag, value) -> texts.put(flag.text(), value));
        var file = Optional.ofNullable(flags.get(Flag.CONFIG)).map(Path::of);
        return new ConfigSources(environment, texts, file);
    }
}
