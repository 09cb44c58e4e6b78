package agentserver.base.setting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds the values of a shape in environment variables.
///
/// A member of an object is looked up under the object's name, an underscore and its own name in
/// capitals; an element of a list under the list's name, an underscore and its position. An object
/// may also stand as JSON in the variable of its own name, with its members' variables laid over
/// it. A list may stand there as JSON too, or as a number of slots, and then the variables of its
/// elements are laid over those; without it, elements are read up to the first position that has
/// none.
///
/// Text that does not fit is kept as text, for the shape to complain about. Used by one thread.
/// Source: contract 01 §2.2.
public final class EnvironmentReader {

    private static final int MAX_SLOTS = 1_000;

    private final Map<String, String> environment;
    private final Set<String> read = new HashSet<>();
    private final List<String> unclear = new ArrayList<>();

    public EnvironmentReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The value of `shape` that the variable `name`, or those below it, give; none when they are
    /// unset.
    public Optional<Raw> read(Shape<?> shape, String name) {
        return shape.find(this, name);
    }

    /// Variables that begin like ours but that no shape asked for, in alphabetical order.
    public Set<String> unread(String prefix) {
        var names = new TreeSet<String>();
        for (var name : environment.keySet()) {
            if (name.startsWith(prefix) && !read.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /// Variables for true or false whose word is neither, and therefore counts as false.
    public List<String> unclear() {
        return List.copyOf(unclear);
    }

    Optional<Raw> entity(Entity<?> entity, String name) {
        var members = new LinkedHashMap<String, Raw>();
        for (var member : entity.members()) {
            member(member, member.variable(name)).ifPresent(raw -> members.put(member.key(), raw));
        }
        var whole = json(name);
        if (members.isEmpty()) {
            return whole;
        }
        var single = new Raw.Members(members, members.firstEntry().getValue().source());
        return Optional.of(whole.map(single::over).orElse(single));
    }

    private Optional<Raw> member(Setting<?> member, String name) {
        var found = read(member.shape(), name);
        var isNone = name + "_IS_NONE";
        if (!member.isNullable() || !environment.containsKey(isNone)) {
            return found;
        }
        var none = variable(isNone).filter(Switch.strict()::isOn);
        return found.or(() -> none.map(_ -> new Raw.Leaf(NullNode.instance, isNone)));
    }

    Optional<Raw> list(ListOf<?> list, String name) {
        var whole = json(name);
        if (whole.isEmpty()) {
            return indexed(list, name);
        }
        var slots = slots(whole.get());
        if (slots.isEmpty()) {
            return whole;
        }
        var items = new ArrayList<Raw>();
        for (int i = 0; i < slots.get().size(); i++) {
            var base = slots.get().get(i);
            items.add(read(list.item(), name + "_" + i).map(raw -> raw.over(base)).orElse(base));
        }
        return Optional.of(new Raw.Items(items, name));
    }

    private Optional<Raw> indexed(ListOf<?> list, String name) {
        var items = new ArrayList<Raw>();
        var item = read(list.item(), name + "_0");
        while (item.isPresent()) {
            items.add(item.get());
            item = read(list.item(), name + "_" + items.size());
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(new Raw.Items(items, name + "_0"));
    }

    /// A list as it is, a number as that many empty elements, nothing for anything else.
    private static Optional<List<Raw>> slots(Raw whole) {
        if (whole instanceof Raw.Items list) {
            return Optional.of(list.items());
        }
        if (whole instanceof Raw.Leaf leaf && leaf.value().isInt()
                && leaf.value().intValue() >= 0 && leaf.value().intValue() <= MAX_SLOTS) {
            Raw empty = new Raw.Leaf(NullNode.instance, whole.source());
            return Optional.of(Collections.nCopies(leaf.value().intValue(), empty));
        }
        return Optional.empty();
    }

    Optional<Raw> json(String name) {
        return variable(name).filter(text -> !text.isBlank())
                .map(text -> Raw.of(parsed(text), name));
    }

    Optional<Raw> names(String name) {
        return variable(name).map(text -> names(text, name));
    }

    Optional<Raw> truth(Switch words, String name) {
        return variable(name).map(text -> new Raw.Leaf(truth(words, text, name), name));
    }

    Optional<Raw> number(String name) {
        return variable(name).map(text -> new Raw.Leaf(parsedNumber(text), name));
    }

    Optional<Raw> text(Text<?> text, String name) {
        return variable(name).filter(value -> !text.isAbsent(value))
                .map(value -> new Raw.Leaf(TextNode.valueOf(value), name));
    }

    private Raw names(String text, String name) {
        if (text.stripLeading().startsWith("[")) {
            return Raw.of(parsed(text), name);
        }
        var names = new ArrayList<Raw>();
        for (var part : text.split(",")) {
            if (!part.isBlank()) {
                names.add(new Raw.Leaf(TextNode.valueOf(part.strip()), name));
            }
        }
        return new Raw.Items(names, name);
    }

    Optional<Raw> either(Either<?> either, String name) {
        var list = json(name).filter(raw -> raw instanceof Raw.Items);
        return list.isPresent() ? list : read(either.words(), name);
    }

    private JsonNode truth(Switch words, String text, String name) {
        if (!words.isClear(text)) {
            unclear.add(name);
        }
        return BooleanNode.valueOf(words.isOn(text));
    }

    private static JsonNode parsedNumber(String text) {
        try {
            return LongNode.valueOf(Long.parseLong(text));
        } catch (NumberFormatException _) { // not a whole one, then
            return fraction(text);
        }
    }

    private static JsonNode fraction(String text) {
        try {
            return DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException _) { // no number at all: the shape says so
            return TextNode.valueOf(text);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JsonText.parse(text);
        } catch (JsonProcessingException _) { // no JSON: the shape says what it wants instead
            return TextNode.valueOf(text);
        }
    }

    private Optional<String> variable(String name) {
        var value = Optional.ofNullable(environment.get(name));
        value.ifPresent(_ -> read.add(name));
        return value;
    }
}
