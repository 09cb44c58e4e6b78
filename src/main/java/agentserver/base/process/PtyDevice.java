package agentserver.base.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/// The descriptors of one terminal: its master end and, perhaps, the end of the side pipe to write
/// to.
///
/// Any thread may call it. `open` guards against a descriptor being used after it was closed, when
/// its number may already mean another file: a call on a closed device fails, or does nothing.
final class PtyDevice {

    private static final int ICRNL = 0x100;
    private static final int OUTPUT_FLAGS = 1; // OPOST, without the ONLCR of a new terminal
    private static final int ECHO_FLAGS = 0x8 | 0x10 | 0x20 | 0x40; // ECHO, ECHOE, ECHOK, ECHONL
    private static final int START_STOP = 0x400; // IXON
    private static final int UTF8 = 0x4000;
    private static final int SIGNALS = 0x1; // ISIG
    private static final int LINE_EDITING = SIGNALS | 0x2; // and ICANON
    private static final int INTERRUPT = 2;
    private static final byte CONTROL_C = 3;
    private static final int TERMIOS_BYTES = 128;
    private static final int MAX_WRITE_BYTES = 1 << 16;
    private static final long WRITE_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final int master;
    private int side;
    private boolean open = true;

    private PtyDevice(int master, int side) {
        this.master = master;
        this.side = side;
    }

    /// Opens a terminal and starts the command on it.
    static Started start(PtyCommand command) throws IOException {
        var master = check(Libc.openTerminal(), "open a terminal");
        var pipe = new int[] {-1, -1};
        try (var arena = Arena.ofConfined()) {
            check(Libc.grant(master), "grant a terminal");
            check(Libc.unlock(master), "unlock a terminal");
            check(Libc.setNonBlocking(master), "set a terminal up");
            if (command.sideInput()) {
                var ends = arena.allocate(JAVA_INT, 2);
                check(Libc.pipe(ends, Libc.O_CLOEXEC), "make a pipe");
                pipe = ends.toArray(JAVA_INT);
                check(Libc.setNonBlocking(pipe[1]), "set a pipe up");
            }
            var device = new PtyDevice(master, pipe[1]);
            device.resize(command.size());
            device.restoreModes();
            var pid = PtySpawn.start(command, slaveName(master, arena), pipe[0]);
            return new Started(device, pid);
        } catch (IOException | RuntimeException failure) {
            Libc.close(master);
            closeIfOpen(pipe[1]);
            throw failure;
        } finally {
            closeIfOpen(pipe[0]);
        }
    }

    /// A device and the process that leads its session.
    record Started(PtyDevice device, int pid) {}

    int master() {
        return master;
    }

    /// Sets the modes that a line-reading program expects, without echo and without turning a line
    /// feed into two characters, whatever programs have changed since.
    void restoreModes() throws IOException {
        lock.lock();
        try (var arena = Arena.ofConfined()) {
            checkOpen();
            var termios = arena.allocate(TERMIOS_BYTES, 8);
            check(Libc.readModes(master, termios), "read a terminal's modes");
            var input = termios.getAtIndex(JAVA_INT, 0) & ~START_STOP | ICRNL | UTF8;
            var local = termios.getAtIndex(JAVA_INT, 3) & ~ECHO_FLAGS;
            termios.setAtIndex(JAVA_INT, 0, input);
            termios.setAtIndex(JAVA_INT, 1, OUTPUT_FLAGS);
            termios.setAtIndex(JAVA_INT, 3, local | LINE_EDITING);
            check(Libc.writeModes(master, termios), "set a terminal's modes");
        } finally {
            lock.unlock();
        }
    }

    void resize(WindowSize size) throws IOException {
        lock.lock();
        try (var arena = Arena.ofConfined()) {
            checkOpen();
            var shape = arena.allocate(JAVA_SHORT, 4);
            shape.setAtIndex(JAVA_SHORT, 0, (short) size.rows());
            shape.setAtIndex(JAVA_SHORT, 1, (short) size.columns());
            check(Libc.resize(master, shape), "resize a terminal");
        } finally {
            lock.unlock();
        }
    }

    void write(byte[] bytes) throws IOException {
        writeAll(false, bytes);
    }

    void writeSide(byte[] bytes) throws IOException {
        writeAll(true, bytes);
    }

    /// Does what Ctrl-C does, without waiting: signals the foreground group, or types the character
    /// where a program has asked for that. Typing it always would not do: behind input that nobody
    /// reads, it would wait with the rest.
    void interrupt() throws IOException {
        lock.lock();
        try (var arena = Arena.ofConfined()) {
            checkOpen();
            var termios = arena.allocate(TERMIOS_BYTES, 8);
            check(Libc.readModes(master, termios), "read a terminal's modes");
            if ((termios.getAtIndex(JAVA_INT, 3) & SIGNALS) == 0) {
                writeOnce(false, arena.allocateFrom(JAVA_BYTE, CONTROL_C), 1);
                return;
            }
            var group = Libc.foregroundGroup(master);
            if (group > 0) {
                Libc.kill(-group, INTERRUPT);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The process group that has the terminal, or a negative error number.
    int foregroundGroup() {
        lock.lock();
        try {
            return open ? Libc.foregroundGroup(master) : -Libc.EIO;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            if (open) {
                open = false;
                Libc.close(master);
                closeIfOpen(side);
                side = -1;
            }
        } finally {
            lock.unlock();
        }
    }

    private void writeAll(boolean toSide, byte[] bytes) throws IOException {
        var deadline = System.nanoTime() + WRITE_MILLIS * 1_000_000;
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(Math.clamp(bytes.length, 1, MAX_WRITE_BYTES));
            for (int done = 0; done < bytes.length; ) {
                var length = Math.min(bytes.length - done, MAX_WRITE_BYTES);
                MemorySegment.copy(bytes, done, buffer, JAVA_BYTE, 0, length);
                var written = writeOnce(toSide, buffer, length);
                done += written;
                if (written == 0) {
                    awaitRoom(deadline, done);
                }
            }
        }
    }

    private int writeOnce(boolean toSide, MemorySegment buffer, int length) throws IOException {
        lock.lock();
        try {
            checkOpen();
            var result = Libc.write(toSide ? side : master, buffer, length);
            if (result == -Libc.EAGAIN || result == -Libc.EINTR) {
                return 0;
            }
            return check(result, "write to a terminal");
        } finally {
            lock.unlock();
        }
    }

    /// Sleeps, rather than polls, so that a virtual thread gives its carrier back meanwhile.
    ///
    /// @throws InterruptedIOException when it took too long, or was interrupted (then the thread's flag
    ///         is set), with what was written before
    private static void awaitRoom(long deadline, int written) throws InterruptedIOException {
        if (System.nanoTime() > deadline) {
            throw stopped("the program on the terminal reads no input", written);
        }
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw stopped("interrupted while writing to a terminal", written);
        }
    }

    private static InterruptedIOException stopped(String why, int written) {
        var stop = new InterruptedIOException(why);
        stop.bytesTransferred = written;
        return stop;
    }

    private void checkOpen() throws IOException {
        if (!open) {
            throw new IOException("the terminal is closed");
        }
    }

    private static String slaveName(int master, Arena arena) throws IOException {
        var name = arena.allocate(256);
        var error = Libc.slaveName(master, name);
        if (error != 0) {
            throw new IOException("can't name a terminal (error " + error + ")");
        }
        return name.getString(0);
    }

    private static void closeIfOpen(int fd) {
        if (fd >= 0) {
            Libc.close(fd);
        }
    }

    private static int check(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException("can't " + what + " (error " + -result + ")");
        }
        return result;
    }
}
