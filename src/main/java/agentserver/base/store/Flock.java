package agentserver.base.store;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// The system's `flock(2)`. Java's own file locks are of another kind, which a process loses as soon
/// as it closes any other descriptor of the file, and which Python's locks do not see.
///
/// Functions are linked as if they took six machine words, as in `base.process`: one way of calling
/// for all of them.
@SuppressWarnings("restricted")
final class Flock {

    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_CLOEXEC = 0x80000;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int EAGAIN = 11;
    private static final int EINTR = 4;
    private static final int MODE = 0600;

    private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle OPEN = function("open");
    private static final MethodHandle FLOCK = function("flock");
    private static final MethodHandle CLOSE = function("close");

    private Flock() {}

    /// Opens a file, making it when there is none, and locks it.
    ///
    /// @return the descriptor; empty when somebody else holds the lock
    static OptionalInt open(Path file) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom(file.toString());
            var fd = call(OPEN, name.address(), O_RDWR | O_CREAT | O_CLOEXEC, MODE);
            if (fd < 0) {
                Files.newOutputStream(file, CREATE, APPEND).close(); // it says why, in words
                throw new IOException("can't open " + file + ": errno " + -fd);
            }
            var locked = call(FLOCK, fd, LOCK_EX_NB, 0);
            while (locked == -EINTR) {
                locked = call(FLOCK, fd, LOCK_EX_NB, 0);
            }
            if (locked == 0) {
                return OptionalInt.of(fd);
            }
            close(fd);
            if (locked == -EAGAIN) {
                return OptionalInt.empty();
            }
            throw new IOException("can't lock " + file + ": errno " + -locked);
        }
    }

    /// Closes the descriptor, which gives the lock back.
    static void close(int fd) {
        call(CLOSE, fd, 0, 0);
    }

    private static MethodHandle function(String name) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), SHAPE,
                Linker.Option.captureCallState("errno"));
    }

    private static int call(MethodHandle function, long first, long second, long third) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            var result = (int) (long) function.invokeExact(
                    state, first, second, third, 0L, 0L, 0L);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library", e);
        }
    }
}
