package agentserver.workspace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.Answer;
import agentserver.testing.ApiClient;
import agentserver.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaticFilesTest {

    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06Z");

    private RunningServer server;
    private ApiClient client;
    private Path site;

    @BeforeAll
    void start(@TempDir Path work) throws Exception {
        site = Files.createDirectories(work.resolve("site"));
        Files.writeString(work.resolve("secret.txt"), "secret");
        Files.writeString(site.resolve("page.html"), "<p>hello</p>");
        Files.createFile(site.resolve("empty.txt"));
        Files.setLastModifiedTime(site.resolve("page.html"), FileTime.from(TIME));
        Files.createDirectory(site.resolve("folder"));
        Files.writeString(site.resolve("folder/a b.bin"), "0123456789");
        Files.createSymbolicLink(site.resolve("inside"), Path.of("folder"));
        Files.createSymbolicLink(site.resolve("outside"), work);
        Files.createSymbolicLink(site.resolve("outside.txt"), work.resolve("secret.txt"));
        server = RunningServer.start(work, Map.of(
                "OH_STATIC_FILES_PATH", site.toString(),
                "OH_SESSION_API_KEYS_0", RunningServer.KEY));
        client = new ApiClient(server.base(), "");
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void theRouteIsDescribed() throws Exception {
        var answers = client.get("/openapi.json").json()
                .at("/paths/~1static~1{path}/get/responses");

        for (var status : List.of("200", "206", "304", "404", "416", "503")) {
            assertTrue(answers.has(status), answers.toString());
        }
    }

    @Test
    void aFileIsServedToEverybody() throws Exception {
        var answer = get("page.html", Map.of());

        assertEquals(200, answer.status());
        assertEquals("<p>hello</p>", answer.text());
        assertEquals("text/html; charset=utf-8", answer.headers().get("content-type"));
        assertEquals("nosniff", answer.headers().get("x-content-type-options"));
        assertEquals("Tue, 03 Feb 2026 04:05:06 GMT", answer.headers().get("last-modified"));
    }

    @Test
    void anEmptyFileIsServed() throws Exception {
        var answer = get("empty.txt", Map.of());

        assertEquals(200, answer.status());
        assertEquals("", answer.text());
        assertEquals("text/plain; charset=utf-8", answer.headers().get("content-type"));
    }

    @Test
    void aHeadHasTheSizeAndNoBody() throws Exception {
        var answer = client.send("HEAD", "/static/page.html", Map.of(), new byte[0]);

        assertEquals(200, answer.status());
        assertEquals("12", answer.headers().get("content-length"));
        assertEquals("", answer.text());
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertNotFound("missing.txt");
        assertNotFound("page.html/more");
    }

    @Test
    void aFolderHasNoIndex() throws Exception {
        assertNotFound("");
        assertNotFound("folder");
        assertNotFound("folder/");
    }

    @Test
    void noPathLeavesTheFolder() throws Exception {
        for (var path : new String[] {"../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt",
            "folder/../../secret.txt", "folder/%2e%2e/%2e%2e/secret.txt", "/secret.txt",
            "%2f" + server.work().resolve("secret.txt"), "outside/secret.txt", "outside.txt",
            "..%5csecret.txt", "page.html%2f..%2f..%2fsecret.txt"}) {
            assertNotFound(path);
        }
    }

    @Test
    void aLinkInsideIsFollowed() throws Exception {
        var answer = get("inside/a%20b.bin", Map.of());

        assertEquals(200, answer.status());
        assertEquals("application/octet-stream", answer.headers().get("content-type"));
    }

    @Test
    void aClientThatHasTheFileIsToldSo() throws Exception {
        var tag = get("page.html", Map.of()).headers().get("etag");

        assertEquals(304, get("page.html", Map.of("If-None-Match", "\"x\", " + tag)).status());
        assertEquals(304, get("page.html", Map.of(
                "If-Modified-Since", "Tue, 03 Feb 2026 04:05:06 GMT")).status());
        assertEquals(200, get("page.html", Map.of(
                "If-Modified-Since", "Tue, 03 Feb 2026 04:05:05 GMT")).status());
        assertEquals(200, get("page.html", Map.of("If-None-Match", "\"x\"",
                "If-Modified-Since", "Tue, 03 Feb 2026 04:05:06 GMT")).status());
        assertEquals(200, get("page.html", Map.of("If-Modified-Since", "yesterday")).status());
    }

    @Test
    void aPartIsServed() throws Exception {
        assertPart("bytes=2-4", "234", "bytes 2-4/10");
        assertPart("bytes=7-", "789", "bytes 7-9/10");
        assertPart("bytes=-2", "89", "bytes 8-9/10");
        assertPart("bytes=-20", "0123456789", "bytes 0-9/10");
        assertPart("bytes=8-99", "89", "bytes 8-9/10");
    }

    @Test
    void aPartThatIsNotThereIsRefused() throws Exception {
        var answer = get("folder/a%20b.bin", Map.of("Range", "bytes=10-"));

        assertEquals(416, answer.status());
        assertEquals("bytes */10", answer.headers().get("content-range"));
        assertEquals(416, get("folder/a%20b.bin", Map.of("Range", "bytes=-0")).status());
    }

    @Test
    void aRangeThatMakesNoSenseIsIgnored() throws Exception {
        for (var range : new String[] {
            "bytes=4-2", "bytes=-", "lines=1-2", "bytes=0-1,4-5", "bytes=a-b"}) {
            assertEquals(200, get("folder/a%20b.bin", Map.of("Range", range)).status(), range);
        }
    }

    @Test
    void aPartOfAnotherVersionIsTheWholeFile() throws Exception {
        var tag = get("folder/a%20b.bin", Map.of()).headers().get("etag");

        assertEquals(206, get("folder/a%20b.bin",
                Map.of("Range", "bytes=0-1", "If-Range", tag)).status());
        assertEquals(200, get("folder/a%20b.bin",
                Map.of("Range", "bytes=0-1", "If-Range", "\"other\"")).status());
    }

    @Test
    void theRootLeadsToTheFolder() throws Exception {
        var answer = client.send("GET", "/", Map.of(), new byte[0]);

        assertEquals(302, answer.status());
        assertEquals("/static/", answer.headers().get("location"));
    }

    @Test
    void aServerWithoutAFolderHasNoSuchPath(@TempDir Path work) throws Exception {
        try (var bare = RunningServer.start(work, Map.of(
                        "OH_STATIC_FILES_PATH", work.resolve("nowhere").toString()));
                var asking = new ApiClient(bare.base(), "")) {
            assertEquals(404, asking.send("GET", "/static/x", Map.of(), new byte[0]).status());
            assertEquals(200, asking.send("GET", "/", Map.of(), new byte[0]).status());
        }
    }

    private Answer get(String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        return client.send("GET", "/static/" + path, headers, new byte[0]);
    }

    private void assertNotFound(String path) throws IOException, InterruptedException {
        var answer = get(path, Map.of());

        assertEquals(404, answer.status(), path);
        assertFalse(answer.text().contains("secret"), path);
    }

    private void assertPart(String range, String text, String contentRange)
            throws IOException, InterruptedException {
        var answer = get("folder/a%20b.bin", Map.of("Range", range));

        assertEquals(206, answer.status(), range);
        assertEquals(text, answer.text());
        assertEquals(contentRange, answer.headers().get("content-range"));
        assertTrue(answer.headers().containsKey("etag"));
    }
}
