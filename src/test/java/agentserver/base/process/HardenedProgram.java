package agentserver.base.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A small server for a test: hardens itself, tells what it can still do, and waits for a line.
public final class HardenedProgram {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private HardenedProgram() {}

    public static void main(String[] arguments) throws Exception {
        var taken = ProcessHardening.takeEnvironment();
        ProcessHardening.planRefusal();
        ProcessHardening.carryOut();
        var uninspectable = ProcessHardening.refuseInspection();
        System.out.println("own: " + taken.variables().get("OH_SECRET_KEY"));
        System.out.println("hidden: " + taken.hidden() + ", uninspectable: " + uninspectable);
        var directory = Path.of(arguments[0]);
        var environment = ToolEnvironment.of(taken.variables());
        System.out.println("terminal: " + onTerminal(directory, environment));
        var child = ChildProcess.start(
                List.of("sh", "-c", "printf tool$OH_SECRET_KEY"), directory, environment);
        System.out.println("child: " + child.collect(100, LIMIT).output());
        System.in.read();
    }

    private static String onTerminal(Path directory, Map<String, String> environment)
            throws Exception {
        var output = new ByteArrayOutputStream();
        var command = new PtyCommand(
                List.of("/bin/sh", "-c", "printf tool$OH_SECRET_KEY"), directory, environment,
                new WindowSize(80, 24), false);
        try (var pty = Pty.start(command, new PtyListener() {
            @Override
            public void output(byte[] bytes, int length) {
                output.write(bytes, 0, length);
            }

            @Override
            public void ended(int exitCode) {}
        })) {
            pty.awaitEnd(LIMIT);
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
