package agentserver.testing;

/// How a WebSocket ended.
///
/// @param code the close code; 1006 when the connection broke without a close frame
public record Closing(int code, String reason) {
}
