package agentserver.conversation.credential;

import agentserver.base.fault.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Where the secrets of conversations are that are kept elsewhere, by the conversation's id and the
/// secret's name; also of conversations that are not loaded, or not made yet. In memory alone: a restart
/// forgets it all. Any thread may call it; `writing` guards `chars` and every change.
public final class CredentialBindings {

    /// How long addresses and headers may be, all together.
    static final long MAX_CHARS = 32L << 20;
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Map<UUID, Map<String, CredentialSource>> sources = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private long chars;

    /// The sources of a conversation, by the names of its secrets.
    public Map<String, CredentialSource> of(UUID id) {
        return sources.getOrDefault(id, Map.of());
    }

    /// The names of those secrets.
    public Set<String> names(UUID id) {
        return of(id).keySet();
    }

    public Optional<CredentialSource> find(UUID id, String name) {
        return Optional.ofNullable(of(id).get(name));
    }

    /// Says where a secret is from now on.
    ///
    /// @throws Fault.Busy when too much has to be remembered
    public void put(UUID id, String name, CredentialSource source) {
        writing.lock();
        try {
            long more = source.chars() - find(id, name).map(CredentialSource::chars).orElse(0L);
            if (chars + more > MAX_CHARS) {
                throw new Fault.Busy("too many conversations have credential bindings", RETRY);
            }
            var all = new HashMap<>(of(id));
            all.put(name, source);
            sources.put(id, Map.copyOf(all));
            chars += more;
        } finally {
            writing.unlock();
        }
    }

    /// Lets a copy of a conversation have what the conversation has.
    public void share(UUID from, UUID with) {
        of(from).forEach((name, source) -> put(with, name, source));
    }

    public void remove(UUID id) {
        writing.lock();
        try {
            of(id).values().forEach(source -> chars -= source.chars());
            sources.remove(id);
        } finally {
            writing.unlock();
        }
    }

    /// Forgets everything.
    public void clear() {
        writing.lock();
        try {
            sources.clear();
            chars = 0;
        } finally {
            writing.unlock();
        }
    }
}
