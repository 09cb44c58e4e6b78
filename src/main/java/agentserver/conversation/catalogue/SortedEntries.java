package agentserver.conversation.catalogue;

import agentserver.conversation.state.ExecutionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/// Entries in memory, kept in both orders as they change, so that nothing is sorted when a page is
/// asked for. Any thread may call it, and none waits for another: changes of one entry are ordered by
/// the map's own lock, and a reader that meets a place which its entry has left passes it over.
final class SortedEntries {

    private record Place(Instant time, UUID id) {}

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::time).thenComparing(Place::id);

    private final Map<UUID, CatalogueEntry> entries = new ConcurrentHashMap<>();
    private final NavigableSet<Place> byCreation = new ConcurrentSkipListSet<>(ORDER);
    private final NavigableSet<Place> byUpdate = new ConcurrentSkipListSet<>(ORDER);
    private final Map<UUID, NavigableSet<Place>> children = new ConcurrentHashMap<>();
    private final Map<String, UUID> keys = new ConcurrentHashMap<>();
    private final Map<ExecutionStatus, AtomicInteger> counts = new EnumMap<>(ExecutionStatus.class);

    SortedEntries() {
        for (var status : ExecutionStatus.values()) {
            counts.put(status, new AtomicInteger());
        }
    }

    Optional<CatalogueEntry> find(UUID id) {
        return Optional.ofNullable(entries.get(id));
    }

    Collection<CatalogueEntry> all() {
        return entries.values();
    }

    /// The mark of each.
    Map<UUID, Long> marks() {
        var marks = new HashMap<UUID, Long>();
        entries.values().forEach(entry -> marks.put(entry.id(), entry.mark()));
        return marks;
    }

    Optional<UUID> madeWith(String keyHash) {
        return Optional.ofNullable(keys.get(keyHash));
    }

    List<UUID> children(UUID parent) {
        var places = children.get(parent);
        return places == null ? List.of() : places.stream().map(Place::id).toList();
    }

    int count(Optional<ExecutionStatus> status) {
        return status.map(wanted -> counts.get(wanted).get()).orElseGet(entries::size);
    }

    /// Puts an entry in the place of the one before it.
    ///
    /// @return what was there
    Optional<CatalogueEntry> put(CatalogueEntry entry) {
        var before = new ArrayList<CatalogueEntry>(1);
        entries.compute(entry.id(), (_, old) -> {
            if (old != null) {
                before.add(old);
            }
            exchange(old, entry);
            return entry;
        });
        return before.stream().findFirst();
    }

    /// Puts an entry in the place of one with this mark, or, where the mark is null, in none's.
    ///
    /// @return whether that was so
    boolean replace(CatalogueEntry entry, Long mark) {
        var result = entries.compute(entry.id(), (_, old) -> {
            if (!Objects.equals(mark, old == null ? null : (Long) old.mark())) {
                return old;
            }
            exchange(old, entry);
            return entry;
        });
        return result == entry;
    }

    Optional<CatalogueEntry> remove(UUID id) {
        var removed = new ArrayList<CatalogueEntry>(1);
        entries.computeIfPresent(id, (_, old) -> {
            removed.add(old);
            byCreation.remove(creation(old));
            byUpdate.remove(update(old));
            counts.get(old.status()).decrementAndGet();
            old.keys().forEach(keys::remove);
            Optional.ofNullable(old.parent()).map(children::get)
                    .ifPresent(places -> places.remove(creation(old)));
            return null;
        });
        return removed.stream().findFirst();
    }

    /// @param old null when there was none
    private void exchange(CatalogueEntry old, CatalogueEntry entry) {
        bringIn(entry, old);
        if (old != null) {
            takeOut(old, entry);
        }
    }

    private void takeOut(CatalogueEntry old, CatalogueEntry next) {
        if (!old.createdAt().equals(next.createdAt())) {
            byCreation.remove(creation(old));
        }
        if (!old.updatedAt().equals(next.updatedAt())) {
            byUpdate.remove(update(old));
        }
        counts.get(old.status()).decrementAndGet();
    }

    private void bringIn(CatalogueEntry entry, CatalogueEntry old) {
        byCreation.add(creation(entry));
        byUpdate.add(update(entry));
        counts.get(entry.status()).incrementAndGet();
        if (old == null || !old.keys().equals(entry.keys())) {
            entry.keys().forEach(key -> keys.put(key, entry.id()));
        }
        if (old == null && entry.parent() != null) {
            children.computeIfAbsent(entry.parent(), _ -> new ConcurrentSkipListSet<>(ORDER))
                    .add(creation(entry));
        }
    }

    CataloguePage page(
            ListOrder order, Optional<ExecutionStatus> status, Optional<UUID> from, int limit) {
        var items = new ArrayList<CatalogueEntry>(limit);
        for (var place : start(order, from)) {
            var entry = entries.get(place.id());
            if (entry == null || !place.equals(place(order, entry))
                    || status.isPresent() && status.get() != entry.status()) {
                continue;
            }
            if (items.size() == limit) {
                return new CataloguePage(items, Optional.of(entry.id()));
            }
            items.add(entry);
        }
        return new CataloguePage(items, Optional.empty());
    }

    private NavigableSet<Place> start(ListOrder order, Optional<UUID> from) {
        var places = order.isByCreation() ? byCreation : byUpdate;
        var directed = order.isDescending() ? places.descendingSet() : places;
        return from.map(entries::get).map(entry -> place(order, entry))
                .map(place -> directed.tailSet(place, true)).orElse(directed);
    }

    private static Place place(ListOrder order, CatalogueEntry entry) {
        return order.isByCreation() ? creation(entry) : update(entry);
    }

    private static Place creation(CatalogueEntry entry) {
        return new Place(entry.createdAt(), entry.id());
    }

    private static Place update(CatalogueEntry entry) {
        return new Place(entry.updatedAt(), entry.id());
    }
}
