package agentserver.config;

import agentserver.base.setting.Setting;
import agentserver.base.setting.Text;
import agentserver.base.setting.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where things are kept. Relative paths start at the directory in which the server was started.
///
/// @param persistence what is the user's own and outlives conversations: the generated key
public record Paths(Path conversations, Path workspace, Path worktrees, Path bashEvents,
        Path persistence, Optional<Path> staticFiles) {

    static final Setting<Path> CONVERSATIONS = Setting.of("conversations_path", Text.path(),
            "Where conversations are kept.").or("workspace/conversations");
    static final Setting<Path> WORKSPACE = Setting.of("workspace_path", Text.path(),
            "Accepted, not used yet: where agents work unless a request says.")
            .or("workspace/project");
    static final Setting<Path> WORKTREES = Setting.of("conversation_worktree_root", Text.path(),
            "Where git worktrees of conversations are made.").or("/tmp/conversation-worktrees");
    static final Setting<Path> BASH_EVENTS = Setting.of("bash_events_dir", Text.path(),
            "Accepted, not used yet: where commands run over the bash API are kept.")
            .or("workspace/bash_events");
    static final Setting<Path> PERSISTENCE = Setting.of("persistence_dir", Text.path(),
            "Where the generated key that encrypts secrets is kept.").or("~/.openhands");
    static final Setting<Path> STATIC_FILES = Setting.of("static_files_path", Text.path(),
            "A directory to serve under `/static/`.").nullable();
    static final List<Setting<?>> SETTINGS = List.of(
            CONVERSATIONS, WORKSPACE, WORKTREES, BASH_EVENTS, PERSISTENCE, STATIC_FILES);

    static Paths of(Values values) {
        return new Paths(values.get(CONVERSATIONS), values.get(WORKSPACE), values.get(WORKTREES),
                values.get(BASH_EVENTS), values.get(PERSISTENCE), values.find(STATIC_FILES));
    }
}
