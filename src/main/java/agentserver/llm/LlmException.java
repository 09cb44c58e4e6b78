package agentserver.llm;

/// A model could not be asked, or did not answer, and trying again here is over.
///
/// The code is one of those that clients switch on, such as `LLMAuthenticationError`; the detail is
/// the vendor's text with keys removed. Source: contract 09 §8.2.
public final class LlmException extends RuntimeException {

    private final String code;

    public LlmException(String code, String detail) {
        super(detail);
        this.code = code;
    }

    public LlmException(String code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return getMessage();
    }
}
