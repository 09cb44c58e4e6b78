package agentserver.base.param;

import java.util.Map;
import java.util.Optional;

/// What documentation says about a parameter.
///
/// @param type     the type of JSON schema: `string`, `integer`, `number`, `boolean`
/// @param keywords further keywords of JSON schema: `format`, `enum`, `minimum`, `pattern`, …
/// @param repeated whether it may be given several times, making a list
/// @param required whether it has to be given
/// @param fallback what holds when it isn't given
public record ParamSchema(
        String type,
        Map<String, Object> keywords,
        boolean repeated,
        boolean required,
        Optional<Object> fallback) {}
