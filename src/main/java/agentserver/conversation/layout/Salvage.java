package agentserver.conversation.layout;

import agentserver.base.fault.Fault;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what can be read of files that may be damaged, and remembers what can't. Used by one thread,
/// for one conversation.
final class Salvage {

    private final ObjectReader reader;
    private final List<String> lost = new ArrayList<>();

    Salvage(ObjectReader reader) {
        this.reader = reader;
    }

    /// The object in a file; nothing when the file holds none, be it cut short or overwritten.
    ///
    /// @throws IOException when the file itself can't be read
    Optional<ObjectNode> object(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        try {
            if (reader.readTree(bytes) instanceof ObjectNode object) {
                return Optional.of(object);
            }
        } catch (JsonProcessingException _) { // said below
        }
        lost(file.getFileName().toString());
        return Optional.empty();
    }

    void lost(String what) {
        lost.add(what);
    }

    List<String> lost() {
        return lost;
    }

    /// A record of the members that were saved, and of `sound` ones where there is none, or none that
    /// can be read.
    ///
    /// @throws IOException when the sound ones alone make no such record
    <T> T read(ObjectNode saved, ObjectNode sound, Class<T> type) throws IOException {
        ObjectNode tree = sound.deepCopy();
        tree.setAll(saved);
        while (true) {
            try {
                return reader.forType(type).readValue(tree);
            } catch (JsonMappingException e) {
                var member = culprit(e).filter(saved::has)
                        .filter(name -> !lost.contains(name)).orElseThrow(() -> e);
                lost(member);
                if (sound.has(member)) {
                    tree.set(member, sound.get(member));
                } else {
                    tree.remove(member);
                }
            }
        }
    }

    /// The member of the record that is to blame.
    private static Optional<String> culprit(JsonMappingException e) {
        if (!e.getPath().isEmpty()) {
            return Optional.ofNullable(e.getPath().getFirst().getFieldName());
        }
        return e.getCause() instanceof Fault.Invalid invalid
                ? invalid.violations().getFirst().loc().stream().findFirst().map(Object::toString)
                : Optional.empty();
    }
}
