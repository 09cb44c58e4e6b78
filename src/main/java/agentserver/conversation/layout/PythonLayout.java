package agentserver.conversation.layout;

import agentserver.base.json.Json;
import agentserver.base.json.Once;
import agentserver.base.json.UnknownKindReader;
import agentserver.base.json.Uuids;
import agentserver.base.secret.ForeignSecrets;
import agentserver.base.secret.SecretCipher;
import agentserver.base.secret.SecretJson;
import agentserver.base.store.AtomicFile;
import agentserver.base.store.Directories;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.StartConversation;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The directory of a conversation in the Python server's layout: `meta.json`, `base_state.json`, and
/// one file for each event. Source: contract 02 §10.1, 07 §6.3. Immutable; any thread may use it.
public final class PythonLayout {

    static final String META = "meta.json";
    private static final int ID_DIGITS = 32;
    static final String STATE = "base_state.json";
    static final String PROFILE = "launched_agent_profile";
    static final String BINDINGS = "required_runtime_credential_bindings";

    /// The two files.
    public static final List<String> FILES = List.of(META, STATE);
    private static final List<String> NOT_IN_META = List.of(
            "agent", "agent_settings", "agent_profile_id");

    private final ForeignSecrets foreign;
    private final Once<ObjectReader> stored; // a start has no time for them
    private final Once<ObjectWriter> states;
    private final Once<ObjectWriter> metas;

    /// @param cipher for what is secret in the files
    public PythonLayout(Json json, SecretCipher cipher) {
        foreign = new ForeignSecrets(cipher);
        stored = new Once<>(() -> UnknownKindReader
                .keeping(SecretJson.decrypting(json.strict().reader(), cipher))
                .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
        states = new Once<>(() -> SecretJson.encrypting(json.compact().writer(), cipher));
        metas = new Once<>(() -> SecretJson.encrypting(json.strict().writer(), cipher));
    }

    /// Whether a directory has both files.
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(META)) && Files.exists(directory.resolve(STATE));
    }

    /// Whether a directory has anything of a conversation, be it enough of one or not.
    public static boolean leftTraces(Path directory) {
        return Files.exists(directory.resolve(META)) || Files.exists(directory.resolve(STATE))
                || PythonEvents.areIn(directory);
    }

    /// Tells one version of a directory's files from another; 0 when it does not have both.
    public static long mark(Path directory) {
        return !isIn(directory) ? 0 : directory.resolve(STATE).toFile().lastModified()
                + directory.resolve(META).toFile().lastModified();
    }

    /// Reads the two files. The workspace and the limit of steps come from the first, as the Python
    /// server takes them; secrets given at the start that the state does not know are added to it. What
    /// of them is damaged is made up: see [PythonConversation].
    ///
    /// @throws IOException when one can't be read at all
    public PythonConversation read(Path directory) throws IOException {
        return foreign.watch(stored.get(), reader -> new SavedFiles(directory, reader).conversation(),
                read -> "conversation " + read.state().id(),
                reader -> new SavedFiles(directory, reader).json());
    }

    /// Writes a conversation. It is on the disk when this returns.
    ///
    /// @param events all of them, oldest first
    /// @throws IOException when it can't be written, or the directory has a conversation already
    public void write(Path directory, PythonConversation conversation, PythonEvents.Source events)
            throws IOException {
        if (Files.exists(directory.resolve(META)) || Files.exists(directory.resolve(STATE))) {
            throw new IOException("there is a conversation in " + directory + " already");
        }
        Directories.createPrivate(directory);
        PythonEvents.write(directory, events);
        AtomicFile.writePrivate(
                directory.resolve(STATE), states.get().writeValueAsBytes(conversation.state()));
        AtomicFile.writePrivate(directory.resolve(META), meta(conversation));
    }

    private byte[] meta(PythonConversation conversation) throws IOException {
        var meta = conversation.meta();
        var tree = (ObjectNode) stored.get().readTree(metas.get().writeValueAsBytes(meta.start()));
        tree.remove(NOT_IN_META);
        var bindings = tree.putArray(BINDINGS);
        meta.requiredRuntimeCredentialBindings().forEach(bindings::add);
        tree.put("id", Uuids.hex(conversation.state().id()));
        tree.put("title", meta.title());
        tree.putNull("metrics");
        tree.put("created_at", meta.createdAt().toString());
        tree.put("updated_at", meta.updatedAt().toString());
        tree.put("forked_from_conversation_id", Optional.ofNullable(
                meta.forkedFromConversationId()).map(Uuids::hex).orElse(null));
        tree.put("forked_from_event_id", meta.forkedFromEventId());
        tree.set(PROFILE, meta.launchedAgentProfile());
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The id that a directory's name is.
    public static Optional<UUID> id(String directoryName) {
        if (directoryName.length() != ID_DIGITS
                || !directoryName.chars().allMatch(PythonLayout::isHexDigit)) {
            return Optional.empty();
        }
        return Optional.of(new UUID(
                Long.parseUnsignedLong(directoryName, 0, ID_DIGITS / 2, 16),
                Long.parseUnsignedLong(directoryName, ID_DIGITS / 2, ID_DIGITS, 16)));
    }

    private static boolean isHexDigit(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }
}
