package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;

/// One recorded file: exchanges in the order of time.
///
/// @param name the file's name without ending, as in `06_scripted_conversation`
record Recording(String name, List<Entry> entries) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Recording {
        entries = List.copyOf(entries);
    }

    /// @throws UncheckedIOException when there is no such recording, or it is not JSON
    static Recording load(String name) {
        var entries = StreamSupport.stream(resource(name + ".json").spliterator(), false)
                .map(Entry::read).toList();
        return new Recording(name, entries);
    }

    Entry entry(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Reads a file beside the recordings.
    static JsonNode resource(String file) {
        try (var in = Recording.class.getResourceAsStream("/golden/" + file)) {
            if (in == null) {
                throw new IOException("no resource golden/" + file);
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
