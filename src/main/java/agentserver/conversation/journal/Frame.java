package agentserver.conversation.journal;

import java.nio.charset.StandardCharsets;

/// An event on its way to whoever watches a conversation. Immutable, so all who watch share it: its JSON
/// is encoded once, and once more with its sequence, when the first who wants that asks.
///
/// A stored event's sequence is the position of its record in the log: it grows from event to event, not
/// always by one, and is the same after a restart. Who has seen an event resumes after its sequence.
public final class Frame {

    /// What a frame shows.
    private enum Role { EVENT, STATE, PASSING }

    private static final String STATE_KIND = "ConversationStateUpdateEvent";

    private final Role role;
    private final String kind;
    private final long position;
    private final long sequence;
    private final byte[] json;
    private volatile byte[] numbered; // null until asked for

    private Frame(Role role, String kind, long position, long sequence, byte[] json) {
        this.role = role;
        this.kind = kind;
        this.position = position;
        this.sequence = sequence;
        this.json = json;
    }

    /// An event of the log.
    static Frame event(String kind, long position, byte[] json) {
        return new Frame(Role.EVENT, kind, position, position, json);
    }

    /// The whole state, all events up to a position included.
    static Frame state(long position, byte[] json) {
        return new Frame(Role.STATE, STATE_KIND, position, position, json);
    }

    /// An event that is shown now and never again.
    static Frame passing(String kind, long position, byte[] json) {
        return new Frame(Role.PASSING, kind, position, 0, json);
    }

    /// The same state for somebody who has yet to be sent the events after a sequence.
    Frame resumedFrom(long after) {
        return after >= position ? this : new Frame(role, kind, position, after, json);
    }

    /// What must be on the disk before it may be shown.
    long position() {
        return position;
    }

    /// Whether the log has it.
    public boolean isStored() {
        return role == Role.EVENT;
    }

    /// The event's `kind`.
    public String kind() {
        return kind;
    }

    /// After which sequence to go on once this frame was seen; 0 when it says nothing of that.
    public long sequence() {
        return sequence;
    }

    /// The event, nulls left out, in UTF-8, on one line. Shared: not to be changed.
    public byte[] json() {
        return json;
    }

    /// The same with a member `seq` in front, its [#sequence]; the whole state also has `last_seq`, that of
    /// the newest event. A passing event has neither. Shared: not to be changed.
    public byte[] numbered() {
        if (role == Role.PASSING) {
            return json;
        }
        var known = numbered;
        if (known == null) {
            known = withMembers();
            numbered = known; // made twice at worst: both are the same
        }
        return known;
    }

    private byte[] withMembers() {
        var members = "{\"seq\":" + sequence
                + (role == Role.STATE ? ",\"last_seq\":" + position : "") + ",";
        var front = members.getBytes(StandardCharsets.US_ASCII);
        var whole = new byte[front.length + json.length - 1]; // without the JSON's own brace
        System.arraycopy(front, 0, whole, 0, front.length);
        System.arraycopy(json, 1, whole, front.length, json.length - 1);
        return whole;
    }
}
