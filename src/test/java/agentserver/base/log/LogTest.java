package agentserver.base.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.base.secret.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogTest {

    private static final Access HEALTH = new Access("10.0.0.7",
            new Access.Request("GET", "/health?page=2", "HTTP/1.1"), 200, 1_234,
            new Access.Scope("r-1", "c-1"));

    @TempDir
    Path directory;

    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Log log = new Log(stderr);
    private final Logger logger = new ServerLogger(log, "agentserver.test.Thing");

    @AfterEach
    void close() {
        log.close();
    }

    private void configure(Level level, boolean json) throws IOException {
        log.configure(new LogSettings(level, json, Optional.empty()));
    }

    private List<String> lines() {
        log.flush();
        return stderr.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private JsonNode json() throws IOException {
        var lines = lines();
        assertEquals(1, lines.size(), lines.toString());
        return Json.lenient().readTree(lines.getFirst());
    }

    @Test
    void aLineForPeopleSaysWhenHowBadWhoAndWhat() {
        logger.log(Level.INFO, "listening on {0}", "8000");

        assertTrue(lines().getFirst().matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} "
                + "INFO    test\\.Thing: listening on 8000"), lines().toString());
    }

    @Test
    void aJsonLineHasTheNamesThatCollectorsKnow() throws Exception {
        configure(Level.INFO, true);

        logger.log(Level.WARNING, "a \"quoted\"\n\u001b[31mline\u0085 of größe \uD83D\uDE00");

        var line = json();
        assertEquals("WARNING", line.get("levelname").textValue());
        assertEquals("agentserver.test.Thing", line.get("name").textValue());
        assertEquals("a \"quoted\"\n\u001b[31mline\u0085 of größe \uD83D\uDE00",
                line.get("message").textValue());
        assertEquals("LogTest.java", line.get("filename").textValue());
        assertTrue(line.get("lineno").intValue() > 0);
        assertTrue(line.get("asctime").textValue().matches("[-0-9]{10} [:0-9]{8},[0-9]{3}"));
    }

    @Test
    void aStackTraceStandsInItsOwnField() throws Exception {
        configure(Level.INFO, true);

        logger.log(Level.ERROR, "bug", new IllegalStateException("broken"));

        assertTrue(json().get("exc_info").textValue()
                .startsWith("java.lang.IllegalStateException: broken\n\tat "));
    }

    @Test
    void anAccessLineHasEveryPartOfTheRequest() throws Exception {
        configure(Level.INFO, true);

        log.access(HEALTH);

        var line = json();
        assertEquals("uvicorn.access", line.get("name").textValue());
        assertEquals("10.0.0.7 - \"GET /health?page=2 HTTP/1.1\" 200",
                line.get("message").textValue());
        assertEquals("10.0.0.7", line.get("http.client_ip").textValue());
        assertEquals("GET", line.get("http.method").textValue());
        assertEquals("/health?page=2", line.get("http.url").textValue());
        assertEquals("1.1", line.get("http.version").textValue());
        assertEquals(200, line.get("http.status_code").intValue());
        assertEquals(1_234, line.get("duration_us").intValue());
        assertEquals("r-1", line.get("request_id").textValue());
        assertEquals("c-1", line.get("conversation_id").textValue());
    }

    @Test
    void anAccessLineForPeopleIsShort() {
        log.access(HEALTH);

        assertTrue(lines().getFirst().endsWith("INFO    access: 10.0.0.7 \"GET /health?page=2 "
                + "HTTP/1.1\" 200 1.2 ms [request=r-1] [conversation=c-1]"), lines().toString());
    }

    @Test
    void theLevelSilencesAndCanChangeAtAnyTime() {
        logger.log(Level.DEBUG, "unheard");
        log.level(Level.DEBUG);
        logger.log(Level.DEBUG, "heard");
        log.level(Level.ERROR);
        logger.log(Level.WARNING, "unheard");
        log.access(HEALTH);

        assertEquals(1, lines().size(), lines().toString());
        assertFalse(log.isAccessLogged());
    }

    @Test
    void otherLibrariesAreHeardFromWarningUp() {
        log.level(Level.DEBUG);
        var foreign = new ServerLogger(log, "org.example.Library");

        foreign.log(Level.INFO, "chatter");
        foreign.log(Level.WARNING, "trouble");

        assertEquals(1, lines().size());
        assertTrue(lines().getFirst().endsWith("WARNING org.example.Library: trouble"));
    }

    @Test
    void aLineCarriesTheIdsOfItsScope() throws Exception {
        configure(Level.INFO, true);

        ScopedValue.where(LogScope.REQUEST_ID, "r-9").where(LogScope.CONVERSATION_ID, "c-9")
                .run(() -> logger.log(Level.INFO, "inside"));

        var line = json();
        assertEquals("r-9", line.get("request_id").textValue());
        assertEquals("c-9", line.get("conversation_id").textValue());
    }

    @Test
    void knownSecretsNeverReachALine() {
        log.redact(List.of(Secret.of("s3cret/+value").orElseThrow(),
                Secret.of("abc").orElseThrow()));

        logger.log(Level.INFO, "key s3cret/+value, as a URL s3cret%2F%2Bvalue, abc",
                new IllegalStateException("with s3cret/+value"));
        log.access(new Access("h", new Access.Request("GET", "/x/s3cret%2F%2Bvalue", "HTTP/1.1"),
                404, 1, new Access.Scope("", "")));

        var text = String.join("\n", lines());
        assertFalse(text.contains("s3cret"), text);
        assertTrue(text.contains("**********"), text);
        assertTrue(text.contains("abc"), "a secret too short to be told from text stays: " + text);
    }

    @Test
    void keyNeverAppearsInAUrlWeLog() {
        log.access(new Access("h", new Access.Request("GET",
                "/sockets?a=1&session_api_key=k1&x%2dtoken=k2&b=2&API_KEY=k3", "HTTP/1.1"),
                101, 1, new Access.Scope("", "")));
        logger.log(Level.WARNING, "no answer from https://h/p?page=3&token=k4 (twice), a=b");

        var text = String.join("\n", lines());
        assertTrue(text.contains("?a=1&session_api_key=**********&x%2dtoken=**********&b=2"
                + "&API_KEY=********** HTTP/1.1"), text);
        assertTrue(text.contains("?page=3&token=********** (twice), a=b"), text);
    }

    @Test
    void aMessageCanNotPretendToBeAnotherLine() {
        logger.log(Level.INFO, "name\r\n2026-01-01 00:00:00,000 ERROR   forged\u001b[2J");

        var lines = lines();
        assertTrue(lines.get(1).startsWith("    2026"), lines.toString());
        assertTrue(lines.get(1).endsWith("forged\\u001b[2J"), lines.toString());
    }

    @Test
    void aBadPatternDoesNotLoseTheLine() {
        logger.log(Level.INFO, "open { brace", "x");
        logger.log(Level.INFO, (String) null, (Throwable) null);

        assertTrue(lines().getFirst().endsWith("open { brace"));
        assertEquals(2, lines().size());
    }

    @Test
    void anExceptionThatCannotPrintItselfDoesNotEndTheLog() {
        logger.log(Level.ERROR, "first", new RuntimeException("x") {
            @Override
            public String toString() {
                throw new IllegalStateException("not even that");
            }
        });
        logger.log(Level.INFO, "second");

        var lines = lines();
        assertTrue(lines.getFirst().contains("could not be written"), lines.toString());
        assertTrue(lines.getLast().endsWith("second"), lines.toString());
    }

    @Test
    void aVeryLongLineIsCut() {
        logger.log(Level.INFO, "x".repeat(100_000));

        assertTrue(lines().getFirst().endsWith("x… (34464 more characters)"));
    }

    @Test
    void linesOfOneThreadKeepTheirOrderAndNoneIsLost() throws Exception {
        var threads = IntStream.range(0, 8).mapToObj(thread -> Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 500; i++) {
                logger.log(Level.INFO, thread + "/" + i);
            }
        })).toList();
        for (var thread : threads) {
            thread.join();
        }
        log.close();

        var lines = lines();
        assertEquals(4_000, lines.size());
        for (int thread = 0; thread < 8; thread++) {
            var mark = ": " + thread + "/";
            var seen = lines.stream().filter(line -> line.contains(mark))
                    .map(line -> Integer.parseInt(line.substring(line.indexOf('/') + 1))).toList();
            assertEquals(IntStream.range(0, 500).boxed().toList(), seen);
        }
    }

    @Test
    void theLastWordsAfterClosingAreWrittenToo() {
        logger.log(Level.INFO, "before");
        log.close();
        log.close();
        logger.log(Level.INFO, "after");

        assertEquals(2, stderr.toString(StandardCharsets.UTF_8).lines().count());
    }

    @Test
    void aReaderThatStopsDelaysNobodyAndTheLossIsReported() throws Exception {
        var open = new CountDownLatch(1);
        var stuck = new Log(new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("lines are written whole");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                stderr.write(bytes, offset, length);
            }
        });
        var started = System.nanoTime();
        for (int i = 0; i < 30_000; i++) {
            stuck.access(HEALTH);
        }

        assertTrue(stuck.droppedLines() > 10_000, "dropped " + stuck.droppedLines());
        assertTrue(System.nanoTime() - started < 60_000_000_000L, "nobody waited");
        open.countDown();
        stuck.close();
        var lines = stderr.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.stream().anyMatch(line -> line.contains("log lines were dropped")));
    }

    @Test
    void aReaderThatStopsDoesNotKeepTheProcessFromEnding() throws Exception {
        var never = new CountDownLatch(1);
        var stuck = new Log(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        stuck.access(HEALTH);

        var closing = Thread.ofPlatform().daemon().start(stuck::close);

        assertTrue(closing.join(Duration.ofSeconds(30)));
        never.countDown();
    }

    @Test
    void anInterruptedThreadLosesNoLines() {
        logger.log(Level.INFO, "last words");
        Thread.currentThread().interrupt();
        log.close();

        assertTrue(Thread.interrupted());
        assertEquals(1, stderr.toString(StandardCharsets.UTF_8).lines().count());
    }

    @Test
    void theFileGetsTheSameLines() throws Exception {
        var file = new LogSettings.ToFile(
                directory.resolve("deep/logs"), Rotation.parse("midnight").orElseThrow(), 7);
        log.configure(new LogSettings(Level.INFO, true, Optional.of(file)));

        logger.log(Level.INFO, "both");

        assertEquals(lines(), Files.readAllLines(directory.resolve("deep/logs/app.log")));
    }

    @Test
    void aFileThatCannotBeOpenedChangesNothing() throws Exception {
        var blocked = Files.writeString(directory.resolve("file"), "");
        var file = new LogSettings.ToFile(blocked, Rotation.parse("H").orElseThrow(), 7);

        assertThrows(IOException.class, () -> log.configure(
                new LogSettings(Level.ERROR, true, Optional.of(file))));

        logger.log(Level.INFO, "still here");
        assertTrue(lines().getFirst().endsWith("still here"));
    }

    @Test
    void systemLoggersAndSlf4jEndHere() {
        var system = System.getLogger("agentserver.test");
        var slf4j = LoggerFactory.getLogger("org.eclipse.jetty.test");

        assertInstanceOf(ServerLogger.class, system);
        assertInstanceOf(Slf4jLogger.class, slf4j);
        assertFalse(slf4j.isInfoEnabled());
        assertTrue(slf4j.isWarnEnabled());
    }

    @Test
    void slf4jMessagesAreFilledAndKeepTheirException() throws Exception {
        configure(Level.INFO, true);
        var slf4j = new Slf4jLogger(new ServerLogger(log, "org.eclipse.jetty.test"));

        slf4j.warn("closed {} of {}", 3, 4, new IOException("gone"));

        var line = json();
        assertEquals("closed 3 of 4", line.get("message").textValue());
        assertTrue(line.get("exc_info").textValue().startsWith("java.io.IOException: gone"));
        assertEquals("LogTest.java", line.get("filename").textValue());
    }
}
