package agentserver.base.setting;

import agentserver.base.secret.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Text, and what can be made of it.
///
/// @param expects  the shape in words
/// @param ruleType the rule's name when the text does not fit
/// @param parse    makes the value, or nothing when the text does not fit
/// @param hidden   whether the value must not be printed
/// @param emptyIsAbsent whether an empty text means that there is no value
/// @param words    all texts that fit, where they can be listed; else empty
public record Text<T>(String expects, String ruleType, Function<String, Optional<T>> parse,
        boolean hidden, boolean emptyIsAbsent, List<String> words) implements Shape<T> {

    public Text {
        words = List.copyOf(words);
    }

    /// Text that is printed, and means something when it is empty too.
    public Text(String expects, String ruleType, Function<String, Optional<T>> parse) {
        this(expects, ruleType, parse, false, false, List.of());
    }

    /// Any text, taken as it is.
    public static Text<String> any() {
        return new Text<>("text", "string_type", Optional::of);
    }

    /// Text of some sort, taken as it is.
    static Text<String> of(String expects, Predicate<String> fits) {
        return new Text<>(expects, "value_error", text -> Optional.of(text).filter(fits));
    }

    /// Any text; an empty one is none.
    public static Text<String> word() {
        return new Text<>("text", "string_type", Optional::of, false, true, List.of());
    }

    public static Text<Path> path() {
        return new Text<>("a path", "path_type", Text::parsePath);
    }

    /// A secret; an empty one is none.
    public static Text<Secret> secret() {
        return new Text<>("a secret text", "string_too_short", Secret::of, true, true,
                List.of());
    }

    /// A key that opens something. An empty key is an error: it is more likely a variable that
    /// failed to expand than the wish to leave the door open.
    public static Text<Secret> key() {
        return new Text<>("a secret text that is not empty", "string_too_short",
                Secret::of, true, false, List.of());
    }

    public static Text<Pattern> regex() {
        return new Text<>("a regular expression", "value_error", Text::parseRegex);
    }

    public static Text<String> httpUrl() {
        return new Text<>("an http or https URL", "value_error", Text::parseHttpUrl);
    }

    /// One of some words, compared exactly.
    public static Text<String> oneOf(String... words) {
        var known = List.of(words);
        return new Text<>(String.join(" or ", words), "literal_error",
                word -> known.contains(word) ? Optional.of(word) : Optional.empty(),
                false, false, known);
    }

    @Override
    public Optional<Raw> find(EnvironmentReader environment, String name) {
        return environment.text(this, name);
    }

    @Override
    public Optional<T> read(Raw raw, Place place) {
        if (!(raw instanceof Raw.Leaf leaf) || !leaf.value().isTextual()) {
            place.refuse(raw, Rule.of("string_type", "Input should be a valid string", this));
            return Optional.empty();
        }
        var text = leaf.value().textValue();
        if (isAbsent(text)) {
            return Optional.empty();
        }
        var value = parse.apply(text);
        if (value.isEmpty()) {
            place.refuse(raw, rule());
        }
        return value;
    }

    private Rule rule() {
        if (!words.isEmpty()) {
            return Rule.oneOf(words, this);
        }
        return switch (ruleType) {
            case "string_too_short" -> Rule.notEmpty(this);
            case "value_error" -> Rule.value(this);
            default -> Rule.of(ruleType, "Input should be " + expects, this);
        };
    }

    boolean isAbsent(String text) {
        return emptyIsAbsent && text.isBlank();
    }

    @Override
    public JsonNode masked(Raw raw) {
        return hidden && !raw.isNull() ? Scalars.stars() : Scalars.shown(raw);
    }

    private static Optional<Path> parsePath(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException _) { // holds a NUL: reported as no path
            return Optional.empty();
        }
    }

    private static Optional<Pattern> parseRegex(String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException _) { // the message would repeat the text
            return Optional.empty();
        }
    }

    private static Optional<String> parseHttpUrl(String text) {
        try {
            var uri = URI.create(text);
            var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            var fits = List.of("http", "https").contains(scheme) && uri.getHost() != null;
            return fits ? Optional.of(text) : Optional.empty();
        } catch (IllegalArgumentException _) { // the message would repeat the text
            return Optional.empty();
        }
    }
}
