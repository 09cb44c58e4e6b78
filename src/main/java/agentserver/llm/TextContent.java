package agentserver.llm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;

/// A text.
///
/// ```json
/// {"cache_prompt": false, "type": "text", "text": "hello"}
/// ```
///
/// `cache_prompt` is a working mark of prompt caching. The old member `enable_truncation` is accepted
/// and dropped; any other extra one is an error. Source: contract 07 §2.1.
@JsonIgnoreProperties("enable_truncation")
public record TextContent(boolean cachePrompt, String text) implements Content {

    public TextContent {
        Objects.requireNonNull(text, "text");
    }

    public static TextContent of(String text) {
        return new TextContent(false, text);
    }
}
