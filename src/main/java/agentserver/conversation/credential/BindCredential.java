package agentserver.conversation.credential;

import agentserver.base.json.Copies;
import agentserver.base.json.NotNull;
import agentserver.base.json.Rules;
import agentserver.base.secret.Secret;
import java.util.Map;

/// Where a secret of a conversation is kept.
///
/// ```json
/// {"url": "https://broker.example/credential", "headers": {"Authorization": "Bearer …"}}
/// ```
///
/// Limits: 4,096 characters of `url`, 16 headers, 256 characters of a name and 8,192 of a value.
/// Source: `PUT /api/conversations/{id}/credential-bindings/{name}`, contract 02 §11.
public record BindCredential(String url, @NotNull Map<String, Secret> headers) {

    private static final int MAX_URL_CHARS = 4_096;
    private static final int MAX_HEADERS = 16;
    private static final int MAX_NAME_CHARS = 256;
    private static final int MAX_VALUE_CHARS = 8_192;

    public BindCredential {
        new Rules().required("url", url).length("url", url, 1, MAX_URL_CHARS)
                .holds("headers", headers == null || areFine(headers),
                        "Invalid credential binding headers")
                .check();
        headers = Copies.of(headers);
    }

    private static boolean areFine(Map<String, Secret> headers) {
        return headers.size() <= MAX_HEADERS && headers.entrySet().stream().allMatch(header ->
                !header.getKey().isEmpty() && header.getKey().length() <= MAX_NAME_CHARS
                        && header.getValue() != null
                        && header.getValue().reveal().length() <= MAX_VALUE_CHARS);
    }

    /// The source that it names.
    public CredentialSource source() {
        return new CredentialSource(url, headers);
    }

    @Override
    public String toString() {
        return "BindCredential"; // the address may hold a secret too
    }
}
