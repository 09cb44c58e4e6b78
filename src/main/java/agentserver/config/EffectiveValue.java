package agentserver.config;

import com.fasterxml.jackson.databind.JsonNode;

/// A setting's value as it holds, for showing: secrets are stars already.
///
/// @param source where it came from: a flag, a variable, a file, or `default`
public record EffectiveValue(String key, JsonNode value, String source) {}
