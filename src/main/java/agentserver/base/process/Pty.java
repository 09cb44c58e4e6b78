package agentserver.base.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A program on a terminal of its own, leader of its session; Linux with glibc 2.34 or later.
///
/// One platform thread per terminal waits for output and for the program's end (native calls would
/// hold a virtual thread's carrier), gives both to the [PtyListener], reaps the program and closes
/// what is open. The terminal does not echo and does not turn line feeds into two characters.
///
/// **Threads**: any thread may call any method, except the listener, which must not [#close].
public final class Pty implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Pty.class.getName());
    private static final int BUFFER_BYTES = 1 << 14;
    private static final int POLL_BYTES = 8;
    private static final int HANG_UP = 1;
    private static final int CONTINUE = 18;

    private final PtyDevice device;
    private final int pid;
    private final ProcessTree tree;
    private final PtyListener listener;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode;

    private Pty(PtyDevice device, int pid, ProcessTree tree, PtyListener listener) {
        this.device = device;
        this.pid = pid;
        this.tree = tree;
        this.listener = listener;
    }

    /// Whether this machine can: the operating system, its C library, and a leave for native calls.
    public static boolean supported() {
        return System.getProperty("os.name").equals("Linux")
                && Libc.has(PtySpawn.CLOSE_FROM)
                && Libc.has(PtySpawn.CHANGE_DIRECTORY);
    }

    /// Starts the command; its output is heard from now on.
    ///
    /// @throws IOException when the program can't be run, or the machine is out of terminals
    /// @throws UnsupportedOperationException unless [#supported]
    public static Pty start(PtyCommand command, PtyListener listener) throws IOException {
        if (!supported()) {
            throw new UnsupportedOperationException(
                    "terminals need Linux with glibc 2.34 or later");
        }
        ProcessHardening.carryOut();
        var mark = ProcessTree.newMark();
        var started = PtyDevice.start(command.with(ProcessTree.MARK, mark));
        var tree = ProcessTree.of(started.pid(), mark);
        var pty = new Pty(started.device(), started.pid(), tree, listener);
        Thread.ofPlatform().daemon().name("pty-" + started.pid()).start(pty::listen);
        return pty;
    }

    public long pid() {
        return pid;
    }

    /// Types text. Waits while the program does not read, for ten seconds at most.
    ///
    /// @throws java.io.InterruptedIOException when the program does not read, or the thread was
    ///         interrupted, whose flag stays set; it tells how many bytes were written
    /// @throws IOException when the program has ended
    public void write(String text) throws IOException {
        device.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes to the program's descriptor 3, as [#write] does.
    public void writeSide(byte[] bytes) throws IOException {
        device.writeSide(bytes);
    }

    public void resize(WindowSize size) throws IOException {
        device.resize(size);
    }

    /// Turns line reading and signals on and echo off, whatever a program did to the terminal.
    public void restoreModes() throws IOException {
        device.restoreModes();
    }

    /// The process group that has the terminal; none when the program has ended.
    public OptionalInt foregroundGroup() {
        var group = device.foregroundGroup();
        return group > 0 ? OptionalInt.of(group) : OptionalInt.empty();
    }

    /// Presses Ctrl-C: the foreground group is interrupted, unless it asked for the key itself.
    /// Never waits, however much input is unread.
    public void interrupt() {
        try {
            device.interrupt();
        } catch (IOException _) {
            // It has ended: nothing to interrupt.
        }
    }

    /// The exit code, once [PtyListener#ended] was called.
    public OptionalInt exitCode() {
        return ended.getCount() == 0 ? OptionalInt.of(exitCode) : OptionalInt.empty();
    }

    /// Waits for the end; false when it does not come in time.
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Ends the program and everything it started, also what left its session: politely, after a
    /// second by force. Returns when all are gone, at the latest after two seconds. A second call
    /// does nothing.
    @Override
    public void close() {
        end();
        try {
            awaitEnd(Duration.ofSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        if (ended.getCount() > 0) {
            // A shell at its prompt ignores TERM; the hang-up of its terminal is what it goes by.
            Libc.kill(pid, HANG_UP);
            Libc.kill(pid, CONTINUE);
        }
        if (!tree.kill(Duration.ofSeconds(1), Duration.ofSeconds(1))) {
            LOG.log(Level.WARNING, "processes of terminal {0} could not be ended", pid);
        }
    }

    private void listen() {
        try {
            hearAll();
        } catch (RuntimeException | Error failure) { // whose output nobody takes would never end
            LOG.log(Level.ERROR, "terminal " + pid + " is no longer heard, and ended", failure);
            end();
        } finally {
            var code = reap();
            device.close();
            exitCode = code;
            ended.countDown();
            listener.ended(code);
        }
    }

    /// Returns when the terminal has no more to say: all its users closed it, or the program ended
    /// and the rest was read.
    private void hearAll() {
        var pidfd = Libc.pidfd(pid);
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(BUFFER_BYTES);
            var bytes = new byte[BUFFER_BYTES];
            var fds = arena.allocate(POLL_BYTES * 2, 4);
            watch(fds, 0, device.master());
            watch(fds, 1, pidfd);
            var last = false;
            while (true) {
                var n = Libc.read(device.master(), buffer, BUFFER_BYTES);
                if (n > 0) {
                    MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, n);
                    listener.output(bytes, n);
                } else if (n != -Libc.EAGAIN && n != -Libc.EINTR || last) {
                    return;
                } else if (Libc.poll(fds, pidfd < 0 ? 1 : 2) > 0) {
                    last = pidfd >= 0 && happened(fds, 1);
                }
            }
        } finally {
            if (pidfd >= 0) {
                Libc.close(pidfd);
            }
        }
    }

    private int reap() {
        try (var arena = Arena.ofConfined()) {
            var status = arena.allocate(JAVA_INT);
            while (Libc.waitFor(pid, status) == -Libc.EINTR) {
                Thread.onSpinWait();
            }
            var value = status.get(JAVA_INT, 0);
            var signal = value & 0x7f;
            return signal == 0 ? value >> 8 & 0xff : 128 + signal;
        }
    }

    private static void watch(MemorySegment fds, int index, int fd) {
        fds.set(JAVA_INT, (long) index * POLL_BYTES, fd);
        fds.set(JAVA_SHORT, (long) index * POLL_BYTES + 4, Libc.POLLIN);
    }

    private static boolean happened(MemorySegment fds, int index) {
        return fds.get(JAVA_SHORT, (long) index * POLL_BYTES + 6) != 0;
    }
}
