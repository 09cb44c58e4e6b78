package agentserver.config;

import agentserver.base.setting.Either;
import agentserver.base.setting.Entity;
import agentserver.base.setting.Names;
import agentserver.base.setting.Setting;
import agentserver.base.setting.Shape;
import agentserver.base.setting.Switch;
import agentserver.base.setting.Text;
import agentserver.base.setting.Values;
import java.util.List;
import java.util.Optional;

/// A place that offers plugins.
///
/// ```json
/// {"name": "team", "source": "github:team/plugins", "ref": "v2", "auto_load": ["review"]}
/// ```
///
/// @param ref      branch, tag or commit of the source
/// @param repoPath where in the source it lies
public record Marketplace(String name, String source, Optional<String> ref,
        Optional<String> repoPath, AutoLoad autoLoad) {

    /// Which of its plugins every conversation loads: all of them, or those named.
    public record AutoLoad(boolean all, List<String> names) {
        public AutoLoad {
            names = List.copyOf(names);
        }
    }

    private static final Setting<String> NAME = Setting.of("name", Text.any(), "Its name.");
    private static final Setting<String> SOURCE =
            Setting.of("source", Text.any(), "Where it is: a repository or a directory.");
    private static final Setting<String> REF =
            Setting.of("ref", Text.any(), "Branch, tag or commit.").nullable();
    private static final Setting<String> REPO_PATH =
            Setting.of("repo_path", Text.any(), "Where in the source it lies.").nullable();
    private static final Setting<AutoLoad> AUTO_LOAD = Setting.of("auto_load",
            new Either<>(Switch.strict(), new Names(),
                    all -> new AutoLoad(all, List.of()), names -> new AutoLoad(false, names)),
            "True to load all its plugins, or a list of names.").or(false);

    static final Shape<Marketplace> SHAPE = new Entity<>("Marketplace", false,
            List.of(NAME, SOURCE, REF, REPO_PATH, AUTO_LOAD), Marketplace::of);

    private static Marketplace of(Values values) {
        return new Marketplace(values.get(NAME), values.get(SOURCE), values.find(REF),
                values.find(REPO_PATH), values.get(AUTO_LOAD));
    }
}
