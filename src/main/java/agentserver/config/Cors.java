package agentserver.config;

import agentserver.base.setting.ListOf;
import agentserver.base.setting.Setting;
import agentserver.base.setting.Text;
import agentserver.base.setting.Values;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which web origins may read answers, beside those on the same machine.
///
/// @param origins    listed origins; `*` stands for all
/// @param regex      matches whole origins
/// @param dockerHost a hostname that is always allowed
public record Cors(List<String> origins, Optional<Pattern> regex, Optional<String> dockerHost) {

    static final Setting<List<String>> ORIGINS = Setting.of("allow_cors_origins",
            new ListOf<>("origins", Text.any()),
            "Web origins that may read answers, beside `localhost`; `*` for all.").or(List.of());
    static final Setting<Pattern> REGEX = Setting.of("allow_cors_origin_regex", Text.regex(),
            "Origins that match it as a whole are allowed too.").nullable();
    static final Setting<String> DOCKER_HOST = Setting.of("docker_host_addr", Text.word(),
            "One more hostname whose origins are always allowed.")
            .nullable().env("DOCKER_HOST_ADDR");
    static final List<Setting<?>> SETTINGS = List.of(ORIGINS, REGEX, DOCKER_HOST);

    static Cors of(Values values) {
        return new Cors(values.get(ORIGINS), values.find(REGEX), values.find(DOCKER_HOST));
    }

    Cors withOrigins(List<String> wanted) {
        return new Cors(wanted, regex, dockerHost);
    }
}
