package agentserver.conversation.run;

import java.time.Duration;

/// What bounds the runs of all conversations together.
///
/// @param admission whose step is next
/// @param closing   how long a run may take to stop when its conversation is put away
public record RunLimits(Admission admission, Duration closing) {}
