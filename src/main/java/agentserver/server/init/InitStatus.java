package agentserver.server.init;

/// How far the init is, and why the last attempt failed. Source: `GET /api/init`, contract 01 §9.2.
///
/// ```json
/// {"state": "dormant", "error": "NoSuchFileException: conversations_path: can't be made"}
/// ```
///
/// @param error null when no attempt has failed since the last one began
public record InitStatus(InitState state, String error) {

    static InitStatus of(InitState state) {
        return new InitStatus(state, null);
    }
}
