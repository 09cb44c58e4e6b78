package agentserver.event.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What one record of a log holds: JSON texts under names, in order. `event` is an event, `change`
/// the owner's; other names are free. The bytes are not copied: don't change them.
public final class LogRecord {

    static final String EVENT = "event";
    static final String CHANGE = "change";

    private final Map<String, byte[]> members = new LinkedHashMap<>();

    private LogRecord() {}

    /// A record of an event.
    ///
    /// @param json an object with an `id`, on one line
    public static LogRecord event(byte[] json) {
        return new LogRecord().with(EVENT, json);
    }

    /// A record of a change that no event tells.
    ///
    /// @param json an object, on one line
    public static LogRecord change(byte[] json) {
        return new LogRecord().with(CHANGE, json);
    }

    /// The same record with the change that comes with its event.
    public LogRecord andChange(byte[] json) {
        return with(CHANGE, json);
    }

    /// The same record with one more member.
    ///
    /// @param name letters, digits and `_`; not `seq` or `sum`
    /// @throws IllegalArgumentException when the name is taken or no name
    public LogRecord with(String name, byte[] json) {
        if (!isName(name) || name.equals("seq") || name.equals("sum")
                || members.containsKey(name)) {
            throw new IllegalArgumentException("not a free name in a log record: " + name);
        }
        var copy = new LogRecord();
        copy.members.putAll(members);
        copy.members.put(name, json);
        return copy;
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c == '_' || c >= '0' && c <= '9'
                || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
    }

    /// The JSON under a name.
    public Optional<byte[]> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /// The JSON of the event.
    public Optional<byte[]> event() {
        return member(EVENT);
    }

    /// The JSON of the change.
    public Optional<byte[]> change() {
        return member(CHANGE);
    }

    Map<String, byte[]> members() {
        return members;
    }

    /// A record without members, to be given some.
    public static LogRecord empty() {
        return new LogRecord();
    }
}
