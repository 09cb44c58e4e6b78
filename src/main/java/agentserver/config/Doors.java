package agentserver.config;

import agentserver.base.secret.Secret;
import agentserver.base.setting.ListOf;
import agentserver.base.setting.Setting;
import agentserver.base.setting.Switch;
import agentserver.base.setting.Text;
import agentserver.base.setting.Values;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may come in.
///
/// @param sessionKeys any of them opens the API; none at all leaves it open to everybody
/// @param secretKey   encrypts secrets on disk, and opens `POST /api/init`
/// @param exceptions  what the operator allows against our advice
/// @param deferred    whether the server starts dormant and waits for its init
public record Doors(List<Secret> sessionKeys, Optional<Secret> secretKey, Cors cors,
        Exceptions exceptions, boolean deferred) {

    /// @param unauthenticated listening beyond loopback without a session key
    /// @param openInit        a dormant server that anybody may initialize
    public record Exceptions(boolean unauthenticated, boolean openInit) {}

    static final Setting<List<Secret>> SESSION_KEYS = Setting.of("session_api_keys",
            new ListOf<>("secret texts", Text.key()),
            "Keys that open the API; each works, so that they can be rotated. "
            + "Unset: `SESSION_API_KEY`.").or(List.of());
    static final Setting<Secret> SECRET_KEY = Setting.of("secret_key", Text.secret(),
            "Encrypts secrets on disk, and opens `POST /api/init`. Unset: `SESSION_API_KEY`, "
            + "else the first session key.").nullable();
    static final Setting<Boolean> UNAUTHENTICATED = Setting.of("allow_unauthenticated",
            Switch.strict(), "Listen beyond this machine without a session key.")
            .or(false).flag("--allow-unauthenticated");
    static final Setting<Boolean> DEFERRED = Setting.of("deferred_init", Switch.strict(),
            "Start dormant, and wait for `POST /api/init`.").or(false);
    static final Setting<Boolean> OPEN_INIT = Setting.of("allow_open_init", Switch.strict(),
            "Start dormant without a key for `POST /api/init`.")
            .or(false).flag("--allow-open-init");
    static final List<Setting<?>> SETTINGS =
            List.of(SESSION_KEYS, SECRET_KEY, UNAUTHENTICATED, DEFERRED, OPEN_INIT);

    public Doors {
        sessionKeys = List.copyOf(sessionKeys);
    }

    static Doors of(Values values) {
        var exceptions = new Exceptions(values.get(UNAUTHENTICATED), values.get(OPEN_INIT));
        return new Doors(values.get(SESSION_KEYS), values.find(SECRET_KEY), Cors.of(values),
                exceptions, values.get(DEFERRED));
    }

    /// What secrets on the disk may be encrypted with, in order of precedence.
    public List<String> keyTexts() {
        return Stream.concat(secretKey.stream(), sessionKeys.stream())
                .map(Secret::reveal).toList();
    }

    public boolean areLocked() {
        return !sessionKeys.isEmpty();
    }

    Doors withSessionKeys(List<Secret> keys) {
        return new Doors(keys, secretKey, cors, exceptions, deferred);
    }

    Doors withSecretKey(Secret key) {
        return new Doors(sessionKeys, Optional.of(key), cors, exceptions, deferred);
    }

    Doors withCors(Cors wanted) {
        return new Doors(sessionKeys, secretKey, wanted, exceptions, deferred);
    }

    Doors initialized() {
        return new Doors(sessionKeys, secretKey, cors, exceptions, false);
    }
}
