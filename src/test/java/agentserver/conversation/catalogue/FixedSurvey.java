package agentserver.conversation.catalogue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Conversations that are what a test says, and counts how many of them were read.
final class FixedSurvey implements Survey {

    final Map<UUID, CatalogueEntry> conversations = new ConcurrentHashMap<>();
    final AtomicInteger reads = new AtomicInteger();
    final CountDownLatch asked = new CountDownLatch(1);
    volatile CountDownLatch answering = new CountDownLatch(0); // holds back what was found

    @Override
    public Map<UUID, Long> marks() {
        var marks = new HashMap<UUID, Long>();
        conversations.values().forEach(entry -> marks.put(entry.id(), entry.mark()));
        asked.countDown();
        try {
            answering.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return marks;
    }

    @Override
    public Optional<CatalogueEntry> read(UUID id) {
        reads.incrementAndGet();
        return Optional.ofNullable(conversations.get(id));
    }
}
