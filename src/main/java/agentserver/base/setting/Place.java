package agentserver.base.setting;

import java.util.ArrayList;
import java.util.List;

/// Where in a tree of values a reader stands, with the list into which all readers of that tree put
/// what they find wrong. Used by one thread.
public final class Place {

    private final List<Object> loc;
    private final List<Finding> errors;
    private final List<Finding> warnings;

    private Place(List<Object> loc, List<Finding> errors, List<Finding> warnings) {
        this.loc = loc;
        this.errors = errors;
        this.warnings = warnings;
    }

    /// The root of a tree.
    public static Place root() {
        return new Place(List.of(), new ArrayList<>(), new ArrayList<>());
    }

    public Place member(String name) {
        return at(name);
    }

    Place item(int index) {
        return at(index);
    }

    private Place at(Object part) {
        var longer = new ArrayList<>(loc);
        longer.add(part);
        return new Place(longer, errors, warnings);
    }

    /// What makes the tree unusable, from here and everywhere else in it.
    public List<Finding> errors() {
        return List.copyOf(errors);
    }

    /// What is odd but harmless.
    public List<Finding> warnings() {
        return List.copyOf(warnings);
    }

    void refuse(Raw raw, Rule rule) {
        errors.add(Finding.of(loc, raw, rule));
    }

    void warn(Raw raw, Rule rule) {
        warnings.add(Finding.of(loc, raw, rule));
    }
}
