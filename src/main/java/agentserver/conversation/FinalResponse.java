package agentserver.conversation;

import agentserver.base.json.SchemaName;

/// What the agent said last; empty when it said nothing. Source: contract 02 §2.5.
///
/// ```json
/// {"response": "All done."}
/// ```
@SchemaName("AgentResponseResult")
public record FinalResponse(String response) {}
