package agentserver.base.secret;

import agentserver.base.fault.Fault;
import agentserver.base.json.Once;
import agentserver.base.store.AtomicFile;
import agentserver.base.store.Directories;
import agentserver.base.store.DiskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The keys of this server: one to write with, all of them to read with.
///
/// Configured keys come in order of precedence (the key of an init, `OH_SECRET_KEY`, the session
/// keys); empty ones count as unset. The first one writes. Where there is none, a key is generated
/// at the first write, in a file that only the owner may read, and used from then on. Reading tries
/// every configured key and the generated one, so nothing is lost when a key is added or replaced
/// by a new first one. Any thread may use it; `lock` guards the generated key. The file is read or
/// made on first need.
public final class SecretKeys implements SecretCipher {

    private static final int GENERATED_BYTES = 32;

    private final List<Once<Fernet>> configured = new ArrayList<>(); // made on first need
    private final Path keyFile;
    private final ReentrantLock lock = new ReentrantLock();
    private Fernet generated; // null until the file was read or made

    /// @param configured keys in order of precedence; empty and blank texts are left out
    /// @param keyFile    where a generated key is kept, `P/.secret_key`
    public SecretKeys(List<String> configured, Path keyFile) {
        configured.stream().filter(key -> !key.isBlank()).distinct()
                .forEach(key -> this.configured.add(new Once<>(() -> new Fernet(key))));
        this.keyFile = keyFile;
    }

    /// Encrypts under the writing key.
    ///
    /// @throws Fault.Failed when a key has to be generated and can't be saved
    @Override
    public String encrypt(String clear) {
        return writing().encrypt(clear);
    }

    /// Decrypts under whichever key fits.
    ///
    /// @throws Fault.Failed when the generated key exists but can't be read
    @Override
    public Optional<String> decrypt(String token) {
        for (var key : configured) {
            var clear = key.get().decrypt(token);
            if (clear.isPresent()) {
                return clear;
            }
        }
        return existing().flatMap(key -> key.decrypt(token));
    }

    private SecretCipher writing() {
        return configured.isEmpty() ? existing().orElseGet(this::generate)
                : configured.getFirst().get();
    }

    private Optional<Fernet> existing() {
        lock.lock();
        try {
            if (generated == null) {
                var text = Files.readString(keyFile).strip();
                generated = text.isEmpty() ? null : new Fernet(text);
            }
            return Optional.ofNullable(generated);
        } catch (NoSuchFileException _) { // none was ever needed
            return Optional.empty();
        } catch (IOException e) {
            throw DiskFailure.of(
                    "the key of all secrets, .secret_key in persistence_dir, can't be read", e);
        } finally {
            lock.unlock();
        }
    }

    private Fernet generate() {
        lock.lock();
        try {
            var random = new byte[GENERATED_BYTES];
            new SecureRandom().nextBytes(random);
            var text = Base64.getUrlEncoder().encodeToString(random) + "\n";
            save(text.getBytes(StandardCharsets.US_ASCII));
            return existing().orElseThrow(); // perhaps another process's key: whoever was first
        } catch (IOException e) {
            throw DiskFailure.of("a secret can't be kept: no key for it, .secret_key,"
                    + " can be made in persistence_dir", e);
        } finally {
            lock.unlock();
        }
    }

    private void save(byte[] key) throws IOException {
        Directories.createPrivate(keyFile.toAbsolutePath().getParent());
        var isEmpty = Files.exists(keyFile) && Files.readString(keyFile).isBlank();
        if (isEmpty) {
            AtomicFile.writePrivate(keyFile, key);
            return;
        }
        AtomicFile.createPrivate(keyFile, key);
    }
}
