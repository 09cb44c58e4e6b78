package agentserver.config;

import agentserver.base.setting.Entity;
import agentserver.base.setting.ListOf;
import agentserver.base.setting.Setting;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// The table of all settings, for the README.
public final class ConfigTable {

    private static final String HEAD = """
            | Key in the file | Environment, flag | Type | Default | Meaning |
            | --- | --- | --- | --- | --- |
            """;

    private final StringBuilder text = new StringBuilder(HEAD);

    private ConfigTable() {}

    /// The table as Markdown, one line a setting, members of objects below their object.
    public static String markdown() {
        var table = new ConfigTable();
        table.rows(Config.SETTINGS, "", "OH");
        return table.text.toString();
    }

    private void rows(List<Setting<?>> settings, String key, String variable) {
        for (var setting : settings) {
            row(setting, key, variable);
            var memberKey = key + setting.key();
            var memberVariable = setting.variable(variable);
            switch (setting.shape()) {
                case Entity<?> entity -> rows(entity.members(), memberKey + ".", memberVariable);
                case ListOf<?> list when list.item() instanceof Entity<?> entity ->
                        rows(entity.members(), memberKey + "[n].", memberVariable + "_n");
                default -> { }
            }
        }
    }

    private void row(Setting<?> setting, String key, String variable) {
        var isList = setting.shape() instanceof ListOf<?>;
        var names = code(setting.variable(variable) + (isList ? "[_n]" : ""))
                + setting.flag().map(flag -> ", " + code(flag)).orElse("");
        text.append("| ").append(code(key + setting.key()))
                .append(" | ").append(names)
                .append(" | ").append(setting.shape().expects())
                .append(" | ").append(fallback(setting))
                .append(" | ").append(setting.meaning()).append(" |\n");
    }

    private static String fallback(Setting<?> setting) {
        if (setting.isRequired()) {
            return "required";
        }
        return setting.fallback().filter(value -> !value.isObject())
                .map(ConfigTable::plain).map(ConfigTable::code).orElse("");
    }

    private static String plain(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
