package agentserver.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import agentserver.event.ErrorClassification.Kind;
import agentserver.event.ErrorClassification.UserAction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorClassifierTest {

    @ParameterizedTest
    @CsvSource({
        "LLMAuthenticationError, rate limit, AUTH, false, SETTINGS",
        "ACPAuthRequired, '', AUTH, false, SETTINGS",
        "LLMRateLimitError, '', RATE_LIMIT, true, RETRY",
        "MaxBudgetReached, '', QUOTA, false, SETTINGS",
        "LLMBadRequestError, '', CONFIG, false, SETTINGS",
        "LibTmuxException, '', CONFIG, false, SETTINGS",
        "LLMContextWindowExceedError, '', AGENT_ACTION, true, RETRY",
        "MaxIterationsReached, '', AGENT_ACTION, false, NONE",
        "ConversationOwnershipLostError, '', AGENT_ACTION, false, NONE",
        "TypeError, timeout, INTERNAL, false, NONE",
        "OpenAIError, Incorrect API key provided, AUTH, false, SETTINGS",
        "OpenAIError, {\"status\": 401}, AUTH, false, SETTINGS",
        "X, Weekly usage limit reached, QUOTA, false, SETTINGS",
        "X, Error 429, RATE_LIMIT, true, RETRY",
        "X, model not found, CONFIG, false, SETTINGS",
        "X, Error code: 503, TRANSIENT, true, RETRY",
        "X, Connection error., TRANSIENT, true, RETRY",
        "X, duplicate tool names found, INTERNAL, false, NONE",
        "X, daily quota and rate limit, QUOTA, false, SETTINGS",
        "LLMTimeoutError, '', TRANSIENT, true, RETRY",
        "OllamaError, something, TRANSIENT, true, RETRY",
        "X, something, UNKNOWN, false, NONE"
    })
    void firstRuleThatFitsDecides(
            String code, String detail, Kind kind, boolean retryable, UserAction action) {
        assertEquals(ErrorClassification.of(kind, retryable, action),
                ErrorClassifier.classify(code, detail));
    }
}
