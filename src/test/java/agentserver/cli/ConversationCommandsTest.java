package agentserver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import agentserver.base.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `import`, `export` and `fsck`, on the directory that the Python server has written.
class ConversationCommandsTest {

    private static final String HEX = "19c8b653008a401c80701426f4026b1c";
    private static final Path RECORDED = Path.of("src/test/resources/golden/disk/conversations");

    @TempDir
    private Path directory;
    private Path conversations;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void choosePlace() {
        conversations = directory.resolve("conversations");
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        var environment = Map.of("OH_CONVERSATIONS_PATH", conversations.toString(),
                "OH_PERSISTENCE_DIR", directory.resolve("home").toString(),
                "OH_SESSION_API_KEYS_0", "golden-key");
        try (var log = new Log(new ByteArrayOutputStream())) {
            var streams = new Streams(new PrintStream(out, true), new PrintStream(err, true));
            return new Cli(new Version("0.1.0", "1.43.1"), streams, environment, log,
                    (_, _, _) -> fail("nothing is served"), _ -> fail("no server is needed"))
                    .run(args);
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private Path log() {
        return conversations.resolve(HEX).resolve("events.jsonl");
    }

    @Test
    void importedConversationsAreExportedAgain() throws Exception {
        assertEquals(0, run("import", RECORDED.toString()));
        assertTrue(out().contains("19c8b653-008a-401c-8070-1426f4026b1c"), out());

        var target = directory.resolve("out");
        for (var what : new String[] {HEX, conversations.resolve(HEX).toString(),
                conversations.toString()}) {
            assertEquals(0, run("export", what, target.resolve("" + what.length()).toString()));
            assertTrue(out().contains("17 events"), out());
        }
        var events = target.resolve("" + HEX.length()).resolve(HEX).resolve("events");
        assertEquals(17, events.toFile().list().length);
    }

    @Test
    void whatCantBeExportedOrImportedIsSaid() throws Exception {
        assertEquals(1, run("export", "no-such-thing"));
        assertEquals(1, run("export", HEX));
        assertEquals(1, run("import", directory.resolve("nowhere").toString()));
        assertEquals(0, run("import", RECORDED.toString()));
        assertEquals(1, run("import", RECORDED.resolve(HEX).toString()));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("already"));
        assertEquals(2, run("export"));
        assertEquals(2, run("fsck"));
        assertEquals(2, run("fsck", "a", "b"));
        assertEquals(2, run("fsck", "--json", "a"));
    }

    @Test
    void fsckFindsDamageAndMendsIt() throws Exception {
        run("import", RECORDED.toString());
        assertEquals(0, run("fsck", conversations.toString()), this::out);
        assertTrue(out().contains("1 conversations checked, 0 findings"), out());
        damage();

        assertEquals(1, run("fsck", conversations.toString()));
        assertTrue(out().contains("damaged record"), out());
        assertTrue(out().contains("unfinished end"), out());
        assertTrue(out().contains("damaged snapshot"), out());
        assertTrue(out().contains("cut short"), out());
        assertEquals(1, run("fsck", log().getParent().toString()));

        assertEquals(0, run("fsck", "--repair", conversations.toString()), this::out);
        assertEquals(0, run("fsck", conversations.toString()), this::out);
        assertFalse(Files.exists(conversations.resolve(".fork-1")));
    }

    private void damage() throws IOException {
        var text = Files.readString(log());
        Files.writeString(log(), text.replaceFirst("SystemPromptEvent", "SystemPromptEvenT"));
        Files.writeString(log(), "{\"seq\":", StandardOpenOption.APPEND);
        Files.writeString(log().resolveSibling("snapshot.json"), "{}");
        Files.writeString(log().resolveSibling(".snapshot.json.1.tmp"), "");
        Files.createDirectory(conversations.resolve(".fork-1"));
    }

    @Test
    void helpNamesTheCommands() {
        assertEquals(0, run("--help"));

        assertTrue(out().contains("fsck DIR"), out());
        assertTrue(out().contains("export DIR|ID [TARGET]"), out());
        assertTrue(out().contains("import DIR"), out());
        assertTrue(out().contains("--repair"), out());
    }
}
