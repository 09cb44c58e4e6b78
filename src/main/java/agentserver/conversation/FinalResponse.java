package agentserver.conversation;

/// What the agent said last; empty when it said nothing. Source: contract 02 §2.5.
///
/// ```json
/// {"response": "All done."}
/// ```
public record FinalResponse(String response) {}
