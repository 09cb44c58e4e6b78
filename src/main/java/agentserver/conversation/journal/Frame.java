package agentserver.conversation.journal;

/// An event on its way to whoever watches a conversation.
///
/// @param position what must be on the disk before the frame may be shown
/// @param json     the event, nulls left out: one encoding, shared by all
/// @param stored   whether the log has it; a frame that is not stored is not sent again
public record Frame(long position, byte[] json, boolean stored) {}
