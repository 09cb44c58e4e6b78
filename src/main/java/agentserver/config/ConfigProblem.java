package agentserver.config;

/// Something wrong with the configuration, for the person who wrote it.
///
/// @param key    the setting: `webhooks[0].base_url`
/// @param source where the value came from: a flag, a variable, or a file
/// @param reason what was expected; never the value, which may be a secret
public record ConfigProblem(String key, String source, String reason) {

    /// `port: expected a whole number, 0 to 65535 (OH_PORT)`
    @Override
    public String toString() {
        return key + ": " + reason + " (" + source + ")";
    }
}
