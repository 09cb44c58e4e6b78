package agentserver.conversation;

import agentserver.base.json.Rules;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// A question beside the conversation.
///
/// ```json
/// {"question": "What did you change?"}
/// ```
///
/// Source: `POST /api/conversations/{id}/ask_agent`, contract 02 §7.
@JsonIgnoreProperties(ignoreUnknown = true)
record Question(String question) {

    Question {
        new Rules().required("question", question).check();
    }
}
