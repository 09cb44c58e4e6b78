package agentserver.base.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The C library's functions on open files and processes, one Java method each, for Linux.
///
/// A negative result is an error number with its sign turned (`-EIO`). Calls that may block hold
/// the carrier of a virtual thread, so only [Pty]'s own thread makes them.
///
/// All functions are linked as if they took six machine words and returned one. Where words go in
/// registers, as on every 64-bit Linux, a function takes as many as it has arguments, an `int` from
/// the lower half. The JDK then prepares one way of calling instead of twenty, each of which costs
/// ten milliseconds when the first terminal is opened.
@SuppressWarnings("restricted")
final class Libc {

    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int O_RDWR = 2;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final short POLLIN = 1;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int TIOCSWINSZ = 0x5414;
    private static final int SYS_PIDFD_OPEN = 434;
    private static final int PR_SET_DUMPABLE = 4;
    private static final int WORDS = 6;

    private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle READ = function("read");
    private static final MethodHandle WRITE = function("write");
    private static final MethodHandle CLOSE = function("close");
    private static final MethodHandle POLL = function("poll");
    private static final MethodHandle PIPE = function("pipe2");
    private static final MethodHandle KILL = function("kill");
    private static final MethodHandle WAITPID = function("waitpid");
    private static final MethodHandle FCNTL = function("fcntl");
    private static final MethodHandle IOCTL = function("ioctl");
    private static final MethodHandle SYSCALL = function("syscall");
    private static final MethodHandle PRCTL = function("prctl");
    private static final MethodHandle OPENPT = function("posix_openpt");
    private static final MethodHandle GRANTPT = function("grantpt");
    private static final MethodHandle UNLOCKPT = function("unlockpt");
    private static final MethodHandle PTSNAME = function("ptsname_r");
    private static final MethodHandle TCGETATTR = function("tcgetattr");
    private static final MethodHandle TCSETATTR = function("tcsetattr");
    private static final MethodHandle TCGETPGRP = function("tcgetpgrp");

    private Libc() {}

    static int read(int fd, MemorySegment into, long length) {
        return call(READ, fd, into.address(), length);
    }

    static int write(int fd, MemorySegment from, long length) {
        return call(WRITE, fd, from.address(), length);
    }

    static int close(int fd) {
        return call(CLOSE, fd);
    }

    /// `fds` holds `count` times `{int fd; short events; short revents}`; waits as long as it takes.
    static int poll(MemorySegment fds, int count) {
        return call(POLL, fds.address(), count, -1);
    }

    /// Puts the end to read from, then the end to write to, into `fds`.
    static int pipe(MemorySegment fds, int flags) {
        return call(PIPE, fds.address(), flags);
    }

    static int setNonBlocking(int fd) {
        return call(FCNTL, fd, F_SETFL, call(FCNTL, fd, F_GETFL) | O_NONBLOCK);
    }

    static int kill(int pid, int signal) {
        return call(KILL, pid, signal);
    }

    static int waitFor(int pid, MemorySegment status) {
        return call(WAITPID, pid, status.address());
    }

    /// A descriptor that becomes readable when the process has ended; negative on old kernels.
    static int pidfd(int pid) {
        return call(SYSCALL, SYS_PIDFD_OPEN, pid);
    }

    static int refuseInspection() {
        return call(PRCTL, PR_SET_DUMPABLE);
    }

    static int openTerminal() {
        return call(OPENPT, O_RDWR | O_NOCTTY | O_CLOEXEC);
    }

    static int grant(int master) {
        return call(GRANTPT, master);
    }

    static int unlock(int master) {
        return call(UNLOCKPT, master);
    }

    /// Writes the slave's path, ended by a zero byte; zero or a positive error number.
    static int slaveName(int master, MemorySegment into) {
        return call(PTSNAME, master, into.address(), into.byteSize());
    }

    static int readModes(int fd, MemorySegment termios) {
        return call(TCGETATTR, fd, termios.address());
    }

    static int writeModes(int fd, MemorySegment termios) {
        return call(TCSETATTR, fd, 0, termios.address());
    }

    static int foregroundGroup(int fd) {
        return call(TCGETPGRP, fd);
    }

    static int resize(int fd, MemorySegment size) {
        return call(IOCTL, fd, TIOCSWINSZ, size.address());
    }

    static boolean has(String name) {
        return Linker.nativeLinker().defaultLookup().find(name).isPresent();
    }

    static MethodHandle function(String name) {
        var linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find(name).orElseThrow(
                () -> new UnsupportedOperationException("the C library has no " + name));
        return linker.downcallHandle(symbol, SHAPE, Linker.Option.captureCallState("errno"));
    }

    /// Calls a [#function] that takes at most six integers and addresses; its result is an `int`, or
    /// small enough to be one.
    static int call(MethodHandle function, long... arguments) {
        var a = Arrays.copyOf(arguments, WORDS);
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            var result = (int) (long) function.invokeExact(state, a[0], a[1], a[2], a[3], a[4], a[5]);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a native call failed", impossible);
        }
    }
}
