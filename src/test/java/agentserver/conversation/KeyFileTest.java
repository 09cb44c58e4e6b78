package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose generated key can't be used.
class KeyFileTest {

    private static final String ROOT = "/api/conversations";

    @TempDir
    private Path work;

    private List<Path> conversations() throws IOException {
        try (var all = Files.walk(work)) {
            return all.filter(path -> path.getParent().endsWith("conversations"))
                    .filter(Files::isDirectory).toList();
        }
    }

    /// It is no bug of the server's, and nothing stays of what was asked for.
    @Test
    void aConversationWhoseSecretsCannotBeKeptIsNotMade() throws Exception {
        var key = Files.createDirectory(work.resolve("home")).resolve(".secret_key");
        Files.write(key, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
        var request = """
                {"agent": {"llm": {"model": "demo/agent"}}, "autotitle": false,
                 "workspace": {"working_dir": "%s"}, "secrets": {"TOKEN": "tell-nobody"}}
                """.formatted(work.resolve("w"));
        try (var server = RunningServer.start(work, Map.of()); var client = server.client()) {
            var refused = client.post(ROOT, request);

            assertEquals(500, refused.status());
            assertTrue(refused.json().get("exception").textValue()
                    .contains(".secret_key in persistence_dir, can't be read"), refused.toString());
            assertEquals(List.of(), conversations());
            assertEquals(0, client.get(ROOT + "/count").json().intValue());

            Files.delete(key);
            assertEquals(201, client.post(ROOT, request).status());
            assertEquals(1, conversations().size());
        }
    }
}
