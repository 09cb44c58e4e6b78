package agentserver.base.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// Starts a program as the leader of a new session on a terminal, by `posix_spawn`.
///
/// The child opens the terminal itself, after it became a session leader: that makes it the child's
/// controlling terminal, so job control and Ctrl-C work. It inherits descriptors 0 to 2, and 3 when
/// asked for; no other one, whatever the JDK has open. Its signals are as if nobody had touched
/// them.
final class PtySpawn {

    static final String CLOSE_FROM = "posix_spawn_file_actions_addclosefrom_np";
    static final String CHANGE_DIRECTORY = "posix_spawn_file_actions_addchdir_np";

    private static final short FLAGS = 0x04 | 0x08 | 0x80; // SETSIGDEF | SETSIGMASK | SETSID
    private static final int SIDE = 3;
    private static final long OPAQUE_BYTES = 1024; // more than any of the library's three types

    private static final MethodHandle ATTR_INIT = Libc.function("posix_spawnattr_init");
    private static final MethodHandle ATTR_DESTROY = Libc.function("posix_spawnattr_destroy");
    private static final MethodHandle SET_FLAGS = Libc.function("posix_spawnattr_setflags");
    private static final MethodHandle SET_DEFAULT = Libc.function("posix_spawnattr_setsigdefault");
    private static final MethodHandle SET_MASK = Libc.function("posix_spawnattr_setsigmask");
    private static final MethodHandle FILL = Libc.function("sigfillset");
    private static final MethodHandle EMPTY = Libc.function("sigemptyset");
    private static final MethodHandle ACTIONS_INIT = Libc.function("posix_spawn_file_actions_init");
    private static final MethodHandle ACTIONS_DESTROY =
            Libc.function("posix_spawn_file_actions_destroy");
    private static final MethodHandle ADD_OPEN = Libc.function("posix_spawn_file_actions_addopen");
    private static final MethodHandle ADD_DUP = Libc.function("posix_spawn_file_actions_adddup2");
    private static final MethodHandle ADD_CHDIR = Libc.function(CHANGE_DIRECTORY);
    private static final MethodHandle ADD_CLOSE_FROM = Libc.function(CLOSE_FROM);
    private static final MethodHandle SPAWN = Libc.function("posix_spawn");

    private final Arena arena;

    private PtySpawn(Arena arena) {
        this.arena = arena;
    }

    /// @param terminal the slave's path
    /// @param side     what becomes descriptor 3, or -1
    /// @return the child's pid
    /// @throws IOException when the program can't be run or the directory not be entered
    static int start(PtyCommand command, String terminal, int side) throws IOException {
        try (var arena = Arena.ofConfined()) {
            return new PtySpawn(arena).spawn(command, terminal, side);
        }
    }

    private int spawn(PtyCommand command, String terminal, int side) throws IOException {
        var attributes = attributes();
        var actions = actions(command, terminal, side);
        try {
            var pid = arena.allocate(JAVA_INT);
            var program = command.arguments().getFirst();
            var environment = command.environment().entrySet().stream()
                    .map(e -> e.getKey() + "=" + e.getValue()).toList();
            var error = Libc.call(
                    SPAWN, pid.address(), text(program), actions, attributes,
                    texts(command.arguments()), texts(environment));
            if (error != 0) {
                throw new IOException("can't start %s in %s (error %d)".formatted(
                        program, command.directory(), error));
            }
            return pid.get(JAVA_INT, 0);
        } finally {
            Libc.call(ACTIONS_DESTROY, actions);
            Libc.call(ATTR_DESTROY, attributes);
        }
    }

    private long attributes() {
        var attributes = opaque();
        var signals = opaque();
        make(ATTR_INIT, attributes);
        make(SET_FLAGS, attributes, FLAGS);
        make(FILL, signals);
        make(SET_DEFAULT, attributes, signals);
        make(EMPTY, signals);
        make(SET_MASK, attributes, signals);
        return attributes;
    }

    private long actions(PtyCommand command, String terminal, int side) {
        var actions = opaque();
        make(ACTIONS_INIT, actions);
        make(ADD_OPEN, actions, 0, text(terminal), Libc.O_RDWR, 0);
        make(ADD_DUP, actions, 0, 1);
        make(ADD_DUP, actions, 0, 2);
        if (side >= 0) {
            make(ADD_DUP, actions, side, SIDE);
        }
        make(ADD_CHDIR, actions, text(command.directory().toString()));
        make(ADD_CLOSE_FROM, actions, side >= 0 ? SIDE + 1 : SIDE);
        return actions;
    }

    private long opaque() {
        return arena.allocate(OPAQUE_BYTES, 16).address();
    }

    private long text(String value) {
        return arena.allocateFrom(value).address();
    }

    private long texts(List<String> values) {
        var pointers = arena.allocate(JAVA_LONG, values.size() + 1L);
        for (int i = 0; i < values.size(); i++) {
            pointers.setAtIndex(JAVA_LONG, i, text(values.get(i)));
        }
        return pointers.address();
    }

    private static void make(MethodHandle function, long... arguments) {
        var error = Libc.call(function, arguments);
        if (error != 0) {
            throw new IllegalStateException("preparing posix_spawn failed with error " + error);
        }
    }
}
