package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full, or can't be written: a small one of the test's own, which only root may mount.
class FullDiskTest {

    @TempDir
    private Path base;
    private Path work;
    private ScriptedLlm model;

    @BeforeEach
    void mount() throws Exception {
        work = Files.createDirectory(base.resolve("disk"));
        Assumptions.assumeTrue(
                succeeds("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", work.toString()),
                "a disk can be mounted");
        model = ScriptedLlm.start();
    }

    @AfterEach
    void unmount() throws Exception {
        succeeds("umount", "--lazy", work.toString());
        if (model != null) {
            model.close();
        }
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) { // no such program
            return false;
        }
    }

    private void fill() throws IOException {
        try (var out = Files.newOutputStream(work.resolve("ballast"))) {
            for (int size = 65_536; size > 0; size /= 2) {
                fill(out, new byte[size]);
            }
        }
    }

    private static void fill(OutputStream out, byte[] bytes) {
        try {
            while (true) {
                out.write(bytes);
            }
        } catch (IOException _) { // full
        }
    }

    private void free() throws IOException {
        Files.delete(work.resolve("ballast"));
    }

    @Test
    void diskFullIsAnErrorNotALoss() throws Exception {
        String id;
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            id = conversations.open(conversations.request("words"));
            var path = "/api/conversations/" + id + "/events";
            var first = Conversations.message("before", false);
            assertEquals(200, conversations.client().post(path, first).status());
            fill();

            var large = Conversations.message("x".repeat(20_000), false);
            var refused = conversations.client().post(path, large);

            assertEquals(500, refused.status());
            assertTrue(refused.json().get("exception").textValue().contains("No space left"),
                    refused.toString());
            assertEquals(1, conversations.events(id, "MessageEvent").size());
            var made = conversations.client().post("/api/conversations",
                    conversations.request("words"));
            assertEquals(500, made.status());
            assertEquals(1, conversations.client().get("/api/conversations/count")
                    .json().intValue());

            free();
            assertEquals(200, conversations.client().post(path, large).status());
            assertEquals(2, conversations.events(id, "MessageEvent").size());
        }
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            assertEquals(2, conversations.events(id, "MessageEvent").size());
        }
    }

    @Test
    void runOnAFullDiskEndsInErrorAndWorksAgainWithSpace() throws Exception {
        var held = new HeldReplies(
                ScriptedReply.text("y".repeat(60_000)), ScriptedReply.text("short"));
        model.on("talker", held);
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var id = conversations.open(conversations.request("talker"));
            conversations.client().post("/api/conversations/" + id + "/events",
                    Conversations.message("talk", true));
            model.awaitRequests(1, Conversations.PATIENCE);
            fill();

            assertEquals(500, conversations.client().post("/api/conversations",
                    conversations.request("words")).status());
            held.release();
            conversations.await(id, "error");
            free();

            Await.until("the next run to begin", Conversations.PATIENCE, () -> conversations.client()
                    .post("/api/conversations/" + id + "/run", "{}").status() == 200);
            conversations.await(id, "finished");
            assertEquals("short", conversations.client().get("/api/conversations/" + id
                    + "/agent_final_response").json().get("response").textValue());
        }
    }

    @Test
    void diskThatBecomesReadOnlyIsReadAndRefusesWrites() throws Exception {
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var id = conversations.open(conversations.request("words"));
            var path = "/api/conversations/" + id;
            conversations.client().post(path + "/events", Conversations.message("hi", false));
            conversations.client().post(
                    "/api/conversations/prepare-for-sandbox-pause", "{}");
            Assumptions.assumeTrue(succeeds("mount", "--bind", work.toString(), work.toString()));
            succeeds("mount", "-o", "remount,bind,ro", work.toString());
            try {
                assertEquals(200, conversations.client().get(path).status());
                assertEquals(1, conversations.events(id, "MessageEvent").size());
                assertEquals(1, conversations.client().get("/api/conversations/count")
                        .json().intValue());
                var refused = conversations.client().post(
                        path + "/events", Conversations.message("no", false));
                assertEquals(500, refused.status());
                assertTrue(refused.json().get("exception").textValue().contains("ead-only"),
                        refused.toString());
            } finally {
                succeeds("umount", work.toString());
            }
            assertEquals(200, conversations.client().post(
                    path + "/events", Conversations.message("yes", false)).status());
            assertEquals(2, conversations.events(id, "MessageEvent").size());
        }
    }
}
