package agentserver.conversation.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.conversation.state.ExecutionStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCatalogueTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;
    private final FixedSurvey survey = new FixedSurvey();
    private final LinkedBlockingQueue<UUID> abandoned = new LinkedBlockingQueue<>();

    private DiskCatalogue start() {
        var catalogue = new DiskCatalogue(directory, new Json(List.of()), survey);
        catalogue.start(abandoned::add);
        return catalogue;
    }

    private void listOnce() {
        try (var catalogue = start()) {
            catalogue.count(Optional.empty());
        }
    }

    private static UUID id(int number) {
        return new UUID(7, number);
    }

    private static CatalogueEntry entry(int number, ExecutionStatus status) {
        return new CatalogueEntry(
                id(number), START.plusSeconds(number), START.plusSeconds(1_000 - number), status,
                "Number " + number, null, Map.of("n", "" + number), List.of(), 100 + number);
    }

    private void survey(int count) {
        for (int i = 0; i < count; i++) {
            var entry = entry(i, i % 2 == 0 ? ExecutionStatus.IDLE : ExecutionStatus.FINISHED);
            survey.conversations.put(entry.id(), entry);
        }
    }

    private static List<UUID> walk(
            Catalogue catalogue, ListOrder order, Optional<ExecutionStatus> status, int limit) {
        var ids = new ArrayList<UUID>();
        var next = Optional.<UUID>empty();
        do {
            var page = catalogue.page(order, status, next, limit);
            page.items().forEach(entry -> ids.add(entry.id()));
            next = page.next();
        } while (next.isPresent());
        return ids;
    }

    @Test
    void pagesFollowEachOtherInEveryOrder() {
        survey(25);
        try (var catalogue = start()) {
            var oldest = walk(catalogue, ListOrder.CREATED_AT, Optional.empty(), 7);
            var newest = walk(catalogue, ListOrder.CREATED_AT_DESC, Optional.empty(), 10);
            var untouched = walk(catalogue, ListOrder.UPDATED_AT, Optional.empty(), 25);
            var fresh = walk(catalogue, ListOrder.UPDATED_AT_DESC, Optional.empty(), 1);

            assertEquals(25, oldest.size());
            assertEquals(id(0), oldest.getFirst());
            assertEquals(oldest.reversed(), newest);
            assertEquals(newest, untouched);
            assertEquals(oldest, fresh);
        }
    }

    @Test
    void statusIsFilteredAndCounted() {
        survey(25);
        try (var catalogue = start()) {
            var finished = Optional.of(ExecutionStatus.FINISHED);

            assertEquals(12, walk(catalogue, ListOrder.CREATED_AT, finished, 5).size());
            assertEquals(12, catalogue.count(finished));
            assertEquals(25, catalogue.count(Optional.empty()));
            catalogue.put(entry(1, ExecutionStatus.ERROR));
            assertEquals(11, catalogue.count(finished));
            catalogue.remove(id(3));
            assertEquals(10, catalogue.count(finished));
            assertEquals(24, catalogue.count(Optional.empty()));
        }
    }

    @Test
    void unknownPageStartsAtTheBeginning() {
        survey(3);
        try (var catalogue = start()) {
            var page = catalogue.page(
                    ListOrder.CREATED_AT, Optional.empty(), Optional.of(UUID.randomUUID()), 2);

            assertEquals(id(0), page.items().getFirst().id());
        }
    }

    @Test
    void changedConversationMovesToItsNewPlace() {
        survey(3);
        try (var catalogue = start()) {
            var before = catalogue.find(id(2)).orElseThrow();
            catalogue.put(new CatalogueEntry(
                    before.id(), before.createdAt(), START.plusSeconds(5_000), before.status(),
                    "New", null, Map.of(), List.of(), 1_000));

            assertEquals(List.of(id(2), id(0), id(1)), walk(
                    catalogue, ListOrder.UPDATED_AT_DESC, Optional.empty(), 2));
        }
    }

    @Test
    void startupDoesNotReadEveryConversation() {
        survey(500);
        try (var catalogue = start()) {
            assertEquals(500, catalogue.count(Optional.empty()));
        }
        survey.reads.set(0);

        try (var catalogue = start()) {
            assertEquals(500, catalogue.count(Optional.empty()));
            assertEquals("Number 77", catalogue.find(id(77)).orElseThrow().title());
            assertEquals(0, survey.reads.get());
        }
    }

    @Test
    void whatChangedBehindItsBackIsReadAgain() {
        survey(5);
        listOnce();
        survey.reads.set(0);
        survey.conversations.remove(id(1));
        survey.conversations.put(id(2), new CatalogueEntry(
                id(2), START, START, ExecutionStatus.ERROR, null, null, Map.of(), List.of(), 7_777));
        survey.conversations.put(id(9), entry(9, ExecutionStatus.PAUSED));

        try (var catalogue = start()) {
            assertEquals(5, catalogue.count(Optional.empty()));
            assertEquals(ExecutionStatus.ERROR, catalogue.find(id(2)).orElseThrow().status());
            assertTrue(catalogue.find(id(1)).isEmpty());
            assertTrue(catalogue.find(id(9)).isPresent());
            assertEquals(2, survey.reads.get());
        }
    }

    @Test
    void whoChangesAConversationDuringAStartKnowsBetter() throws Exception {
        survey(2);
        listOnce();
        var later = new FixedSurvey();
        later.conversations.putAll(survey.conversations);
        later.answering = new CountDownLatch(1);
        try (var catalogue = new DiskCatalogue(directory, new Json(List.of()), later)) {
            var old = entry(0, ExecutionStatus.IDLE);
            catalogue.put(new CatalogueEntry(id(0), old.createdAt(), old.updatedAt(),
                    ExecutionStatus.ERROR, "changed", null, Map.of(), null, 5_000));
            catalogue.start(abandoned::add);
            assertTrue(later.asked.await(60, TimeUnit.SECONDS));
            catalogue.put(entry(7, ExecutionStatus.IDLE)); // it was not there when it was looked
            later.answering.countDown();

            assertEquals(3, catalogue.count(Optional.empty()));
            assertEquals("changed", catalogue.find(id(0)).orElseThrow().title());
            assertTrue(catalogue.find(id(7)).isPresent());
        }
    }

    @Test
    void damagedFileCostsOnlyReading() throws Exception {
        survey(50);
        listOnce();
        var file = directory.resolve(CatalogueFile.NAME);
        var bytes = Files.readAllBytes(file);
        for (int i = 300; i < bytes.length; i += 700) {
            bytes[i] ^= 0x20;
        }
        Files.write(file, bytes);

        try (var catalogue = start()) {
            assertEquals(50, walk(catalogue, ListOrder.CREATED_AT, Optional.empty(), 9).size());
        }
    }

    @Test
    void outdatedRecordsAreDropped() throws Exception {
        survey(2);
        try (var catalogue = start()) {
            assertEquals(2, catalogue.count(Optional.empty()));
            for (int i = 0; i < 2_000; i++) {
                catalogue.put(entry(1, i % 2 == 0 ? ExecutionStatus.IDLE : ExecutionStatus.ERROR));
            }
            catalogue.settle(survey.conversations.get(id(1)));
        }
        var before = Files.size(directory.resolve(CatalogueFile.NAME));

        try (var catalogue = start()) {
            assertEquals(2, catalogue.count(Optional.empty()));
        }

        assertTrue(Files.size(directory.resolve(CatalogueFile.NAME)) < before / 100);
    }

    @Test
    void secondServerOfADirectoryListsTooAndLeavesTheFileAlone() {
        survey(3);
        try (var first = start()) {
            assertEquals(3, first.count(Optional.empty())); // so the file is its own
            try (var second = start()) {
                assertEquals(3, second.count(Optional.empty()));
                // it is one of those that it looks for from time to time
                survey.conversations.put(id(8), entry(8, ExecutionStatus.IDLE));
                second.put(entry(8, ExecutionStatus.IDLE));
                assertEquals(4, second.count(Optional.empty()));
                assertEquals(3, first.count(Optional.empty()));
            }
        }
    }

    @Test
    void childrenAndKeysAreFound() {
        try (var catalogue = start()) {
            assertEquals(0, catalogue.count(Optional.empty()));
            for (int i = 3; i > 0; i--) {
                catalogue.put(new CatalogueEntry(
                        id(i), START.plusSeconds(i), START, ExecutionStatus.IDLE, null, id(0),
                        Map.of(), List.of("key-" + i), 1));
            }

            assertEquals(List.of(id(1), id(2), id(3)), catalogue.children(id(0)));
            assertEquals(Optional.of(id(2)), catalogue.madeWith("key-2"));
            catalogue.remove(id(2));
            assertEquals(List.of(id(1), id(3)), catalogue.children(id(0)));
            assertTrue(catalogue.madeWith("key-2").isEmpty());
        }
    }

    @Test
    void conversationsLeftRunningAreHandedOver() throws Exception {
        survey(3);
        survey.conversations.put(id(1), entry(1, ExecutionStatus.RUNNING));
        try (var _ = start()) {
            assertEquals(id(1), abandoned.poll(60, TimeUnit.SECONDS));
            assertEquals(Collections.emptyList(), List.copyOf(abandoned));
        }
    }
}
