package agentserver;

import agentserver.base.json.Json;
import agentserver.base.log.Log;
import agentserver.base.log.LogSettings;
import agentserver.base.store.Directories;
import agentserver.config.ConfigReader;
import agentserver.config.ConfigSources;
import agentserver.server.status.Build;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// An init that a dormant server plays through with itself, again and again, so that the real one
/// finds everything loaded, and in part compiled: whoever waits for it does not wait for that.
///
/// Each round starts a server of its own in this process, with nothing of the user's in it: on
/// loopback, on a free port, behind keys that nobody knows. It is initialized over HTTP, asked what
/// clients ask first, and closed. What it writes lies in a directory beside the server's own files
/// (`.rehearsal-*` in the persistence directory), which is gone in the end; one that was left by a
/// server that was killed at it is removed by the first that starts a minute later.
final class Rehearsal {

    private static final int ROUNDS = 10; // 20 make the init no faster, and take 8 MB more
    private static final String PREFIX = ".rehearsal-";
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int ANSWER_MILLIS = 10_000;
    private static final String INIT = """
            {"session_api_keys": ["%2$s"], "secret_key": "%2$s", "conversations_path": "%1$s/a/a",
             "bash_events_dir": "%1$s/b/b", "conversation_worktree_root": "%1$s/c/c",
             "webhooks": [], "web_url": "http://localhost/",
             "allow_cors_origins": ["http://localhost"], "max_concurrent_runs": 1,
             "env": {"REHEARSAL": "1"}}""";
    private static final String OK = "HTTP/1.1 200";
    private static final List<String> FIRST_REQUESTS = List.of(
            "/health", "/api/init", "/api/conversations/count", "/api/conversations/search",
            "/api/conversations?ids=" + UUID.randomUUID());
    private static final Logger LOG = System.getLogger(Rehearsal.class.getName());

    private final Path home;
    private final Build build;
    private final Json json;

    /// @param home the server's own directory, absolute
    /// @param json of the server that is to be initialized
    Rehearsal(Path home, Build build, Json json) {
        this.home = home;
        this.build = build;
        this.json = json;
    }

    /// Returns when it is over, or when the thread is interrupted. What goes wrong is no harm.
    ///
    /// @return whether the init was played through
    boolean run() {
        try {
            Directories.createPrivate(home);
            removeLeftovers();
            var scratch = Files.createTempDirectory(home, PREFIX);
            try (var quiet = new Log(OutputStream.nullOutputStream())) {
                quiet.configure(new LogSettings(Level.INFO, true, Optional.empty()));
                for (int round = 0; round < ROUNDS && !Thread.interrupted(); round++) {
                    play(scratch.resolve(Integer.toString(round)), quiet);
                }
                return true;
            } finally {
                Directories.remove(scratch);
            }
        } catch (IOException | RuntimeException e) { // the real one will say what is wrong
            LOG.log(Level.DEBUG, "the init could not be rehearsed", e);
            return false;
        }
    }

    private void removeLeftovers() throws IOException {
        var old = Instant.now().minus(LONGEST);
        try (var found = Files.newDirectoryStream(home, PREFIX + "*")) {
            for (var directory : found) {
                if (Files.getLastModifiedTime(directory).toInstant().isBefore(old)) {
                    Directories.remove(directory);
                }
            }
        }
    }

    private void play(Path scratch, Log log) throws IOException {
        var key = UUID.randomUUID().toString();
        var variables = Map.of("OH_DEFERRED_INIT", "1", "OH_SECRET_KEY", key,
                "OH_PERSISTENCE_DIR", scratch.resolve("home").toString());
        var flags = Map.of("--host", "127.0.0.1", "--port", "0");
        var config = ConfigReader.read(new ConfigSources(variables, flags, Optional.empty()))
                .config().orElseThrow();
        try (var server = App.rehearsed(config, scratch, build, json, log)) {
            ask(server, "POST /api/init", "X-Init-API-Key: " + key, INIT.formatted(scratch, key));
            for (var path : FIRST_REQUESTS) {
                ask(server, "GET " + path, "X-Session-API-Key: " + key, "");
            }
        }
    }

    /// Sends one request on a connection of its own and reads the answer.
    private static void ask(App server, String line, String header, String body)
            throws IOException {
        var request = line + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\nContent-Length: "
                + body.length() + "\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
                + body;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            var answer = socket.getInputStream().readAllBytes();
            if (!new String(answer, StandardCharsets.UTF_8).startsWith(OK)) {
                throw new IOException(line + " was refused");
            }
        }
    }
}
