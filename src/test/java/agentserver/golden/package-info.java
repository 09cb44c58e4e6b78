/// Holds this server against the recorded exchanges of the reference server: `Replay` sends what
/// was recorded, `JsonDiffer` compares the answers field by field, `Differences` knows where we
/// differ on purpose, and `pending.txt` what is not built yet. It speaks to a server only over HTTP
/// and WebSocket.
package agentserver.golden;
