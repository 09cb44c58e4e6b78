package agentserver.llm;

import java.util.List;
import java.util.Objects;

/// Images, by address; `data:` addresses hold the picture itself.
///
/// ```json
/// {"cache_prompt": false, "type": "image", "image_urls": ["data:image/png;base64,AAAA"]}
/// ```
///
/// Source: contract 07 §2.1.
public record ImageContent(boolean cachePrompt, List<String> imageUrls) implements Content {

    public ImageContent {
        imageUrls = List.copyOf(Objects.requireNonNull(imageUrls, "image_urls"));
    }
}
