package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.testing.ApiClient;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationListTest {

    private static final String ROOT = "/api/conversations";
    private static final String UNKNOWN = "00000000-0000-0000-0000-000000000001";

    @TempDir
    private Path work;
    private ScriptedLlm model;
    private RunningServer server;
    private Conversations conversations;
    private ApiClient client;

    @BeforeEach
    void start() throws Exception {
        model = ScriptedLlm.start();
        server = RunningServer.start(work);
        conversations = new Conversations(server, model);
        client = conversations.client();
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() throws Exception {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            ids.add(conversations.open(conversations.request("m")));
        }

        var found = new ArrayList<String>();
        var next = "";
        do {
            var page = client.get(ROOT + "/search?limit=2&sort_order=CREATED_AT" + next).json();
            page.get("items").forEach(item -> found.add(item.get("id").textValue()));
            next = page.get("next_page_id").isNull()
                    ? "" : "&page_id=" + page.get("next_page_id").textValue();
        } while (!next.isEmpty());

        assertEquals(ids, found);
    }

    @Test
    void anUnknownPageStartsAtTheBeginning() throws Exception {
        var id = conversations.open(conversations.request("m"));

        for (var page : List.of("garbage", "00000000000000000000000000000007")) {
            var items = client.get(ROOT + "/search?page_id=" + page).json().get("items");
            assertEquals(id, items.get(0).get("id").textValue());
        }
    }

    @Test
    void statusesAreCountedAndFilteredAndBadOnesRefused() throws Exception {
        var paused = conversations.open(conversations.request("m"));
        conversations.open(conversations.request("m"));
        client.post(ROOT + "/" + paused + "/pause", "");

        assertEquals("2", client.get(ROOT + "/count").json().toString());
        assertEquals("1", client.get(ROOT + "/count?status=paused").json().toString());
        assertEquals(paused, client.get(ROOT + "/search?status=paused").json()
                .at("/items/0/id").textValue());
        assertEquals(422, client.get(ROOT + "/count?status=nope").status());
        assertEquals(422, client.get(ROOT + "/search?limit=101").status());
        assertEquals(422, client.get(ROOT + "/search?limit=0").status());
    }

    @Test
    void severalAreShownInOrderWithNullForTheUnknown() throws Exception {
        var id = conversations.open(conversations.request("m"));

        var list = client.get(ROOT + "?ids=" + UNKNOWN + "&ids=" + id).json();

        assertTrue(list.get(0).isNull());
        assertEquals(id, list.get(1).get("id").textValue());
        assertEquals(422, client.get(ROOT).status());
        assertEquals(422, client.get(ROOT + "?" + ("ids=" + id + "&").repeat(100)).status());
    }

    @Test
    void childrenAreListedUntilTheyAreDeletedAndOutliveTheirParent() throws Exception {
        var parent = conversations.open(conversations.request("m"));
        var first = conversations.open(conversations.request("m")
                .put("parent_conversation_id", parent));
        var second = conversations.open(conversations.request("m")
                .put("parent_conversation_id", parent));
        assertEquals(List.of(first, second), texts(children(parent)));

        client.delete(ROOT + "/" + first);
        assertEquals(List.of(second), texts(children(parent)));
        client.delete(ROOT + "/" + parent);

        assertEquals(parent, conversations.info(second).get("parent_conversation_id").textValue());
    }

    @Test
    void aParentMustExistAndWorkInTheSameDirectory() throws Exception {
        var parent = conversations.open(conversations.request("m"));
        var elsewhere = conversations.request("m").put("parent_conversation_id", parent);
        elsewhere.putObject("workspace").put("working_dir", work.resolve("other").toString());
        var own = conversations.request("m")
                .put("conversation_id", UNKNOWN).put("parent_conversation_id", UNKNOWN);
        var unknown = conversations.request("m").put("parent_conversation_id", UNKNOWN);

        for (var request : List.of(elsewhere, own, unknown)) {
            assertEquals(422, client.post(ROOT, request).status());
        }
    }

    @Test
    void aChildMayReachItsParentsDirectoryByALink() throws Exception {
        var parent = conversations.open(conversations.request("m"));
        Files.createSymbolicLink(work.resolve("link"), work.resolve("w"));
        var child = conversations.request("m").put("parent_conversation_id", parent);
        child.withObject("/workspace").put("working_dir", work.resolve("link").toString());

        assertEquals(201, client.post(ROOT, child).status());
        child.withObject("/workspace")
                .put("working_dir", work.resolve("link/deeper").toString());
        assertEquals(422, client.post(ROOT, child).status());
    }

    @Test
    void anUpdateThatChangesNothingCountsAsOneAndSaysNothing() throws Exception {
        var id = conversations.open(conversations.request("m"));
        client.patch(ROOT + "/" + id, "{\"tags\": {\"a\": \"1\"}}");
        int events = conversations.events(id).size();
        for (var update : List.of("{}", "{\"tags\": {\"a\": \"1\"}}", "{\"title\": null}")) {
            var before = Instant.parse(conversations.info(id).get("updated_at").textValue());

            assertEquals(200, client.patch(ROOT + "/" + id, update).status());
            var after = Instant.parse(conversations.info(id).get("updated_at").textValue());

            assertTrue(after.isAfter(before), update);
            assertEquals(events, conversations.events(id).size());
        }
    }

    @Test
    void aTitleIsTrimmedAndTagsReplacedAndBothKept() throws Exception {
        var id = conversations.open(conversations.request("m"));

        client.patch(ROOT + "/" + id, "{\"title\": \"  Mine \", \"tags\": {\"a\": \"1\"}}");
        client.patch(ROOT + "/" + id, "{\"tags\": {\"b\": \"2\"}}");
        server.close();
        server = RunningServer.start(work);
        conversations = new Conversations(server, model);

        var info = conversations.info(id);
        assertEquals("Mine", info.get("title").textValue());
        assertEquals("{\"b\":\"2\"}", info.get("tags").toString());
        assertEquals(2, conversations.events(id).size());
    }

    @Test
    void whatIsWrongWithATitleOrTagsIsRefused() throws Exception {
        var id = conversations.open(conversations.request("m"));

        for (var body : List.of("{\"title\": \"\"}", "{\"title\": \"  \"}",
                "{\"title\": \"" + "x".repeat(201) + "\"}", "{\"tags\": {\"Bad Key\": \"x\"}}",
                "{\"tags\": {\"k\": \"" + "x".repeat(257) + "\"}}")) {
            assertEquals(422, client.patch(ROOT + "/" + id, body).status(), body);
        }
        assertEquals("{\"success\":false}",
                client.patch(ROOT + "/" + UNKNOWN, "{\"title\": \"t\"}").json().toString());
    }

    @Test
    void deletingTellsThoseWhoWatchAndKeepsTheWorkspace() throws Exception {
        var id = conversations.open(conversations.request("m"));
        var directory = work.resolve("workspace/conversations").resolve(id.replace("-", ""));
        assertTrue(Files.exists(directory));

        try (var socket = SocketClient.open(server.base(),
                "/sockets/events/" + id + "?session_api_key=" + RunningServer.KEY, Map.of())) {
            socket.awaitFrames(1, Conversations.PATIENCE);
            assertEquals(200, client.delete(ROOT + "/" + id).status());
            assertEquals(4004, socket.awaitClosing(Conversations.PATIENCE).code());
        }

        assertFalse(Files.exists(directory));
        assertTrue(Files.exists(work.resolve("w")));
        assertEquals(404, client.get(ROOT + "/" + id).status());
        assertEquals(400, client.delete(ROOT + "/" + id).status());
    }

    @Test
    void allAreThereAfterThePauseOfTheSandbox() throws Exception {
        var id = conversations.open(conversations.request("m"));

        assertEquals(204, client.post(ROOT + "/prepare-for-sandbox-pause", "").status());

        assertEquals("idle", conversations.info(id).get("execution_status").textValue());
        assertEquals(200, client.post(ROOT + "/" + id + "/pause", "").status());
    }

    private JsonNode children(String parent) throws Exception {
        return conversations.info(parent).get("sub_conversation_ids");
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.textValue()));
        return texts;
    }
}
