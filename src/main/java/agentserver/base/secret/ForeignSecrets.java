package agentserver.base.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Says which secrets of a stored value belong to another key: where they stand, and once for each owner,
/// however often it is read. A reader alone can't say where: what it reads may be a copy of a part. Any
/// thread may use it; `lock` guards the set.
public final class ForeignSecrets {

    static final Object FOUND = ForeignSecrets.class;
    private static final int MOST_OWNERS = 100_000; // further ones are not told
    private static final Logger LOG = System.getLogger(ForeignSecrets.class.getName());

    /// A reading of something.
    public interface Reading<T> {
        T with(ObjectReader reader) throws IOException;
    }

    private final SecretCipher cipher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> told = new HashSet<>();

    public ForeignSecrets(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /// Reads with a reader that decrypts.
    ///
    /// @param owner names whose secrets these are, as the log will have it
    /// @param json  what is read, asked for only when there is something to say
    public <T> T watch(ObjectReader reader, Reading<T> reading, Function<T, String> owner,
            Reading<JsonNode> json) throws IOException {
        var found = new AtomicBoolean();
        var value = reading.with(reader.withAttribute(FOUND, found));
        if (found.get() && isNews(owner.apply(value))) {
            var places = new ArrayList<String>();
            collect(json.with(reader), "", places);
            LOG.log(Level.WARNING, "{0}: secrets that belong to another key are left out: {1}",
                    owner.apply(value), places);
        }
        return value;
    }

    /// Whether some of an owner's secrets may have been left out: then what was read of it is not all that
    /// is stored, and must not be written in its place.
    public boolean areMissing(String owner) {
        lock.lock();
        try {
            return told.contains(owner) || told.size() >= MOST_OWNERS;
        } finally {
            lock.unlock();
        }
    }

    private boolean isNews(String owner) {
        lock.lock();
        try {
            return told.size() < MOST_OWNERS && told.add(owner);
        } finally {
            lock.unlock();
        }
    }

    private void collect(JsonNode node, String path, List<String> places) {
        if (node.isTextual() && SecretCipher.looksEncrypted(node.textValue())
                && cipher.decrypt(node.textValue()).isEmpty()) {
            places.add(path);
        }
        node.properties().forEach(member ->
                collect(member.getValue(), path + "/" + member.getKey(), places));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), path + "/" + i, places);
        }
    }
}
