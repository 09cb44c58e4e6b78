package agentserver.conversation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Where HEAD shall be: at an event, or, with null, before all of them.
///
/// ```json
/// {"event_id": "6f1c…"}
/// ```
///
/// Source: `POST /api/conversations/{id}/navigate`, contract 02 §8.2.
@JsonIgnoreProperties(ignoreUnknown = true)
record Navigate(@JsonProperty(required = true) String eventId) {}
