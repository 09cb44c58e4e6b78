package agentserver.conversation.layout;

import agentserver.base.json.Json;
import agentserver.base.store.Directories;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The files of events in a Python conversation: `events/event-00000-ID.json`, counted from 0.
public final class PythonEvents {

    /// Events by their numbers.
    public interface Source {

        long count();

        /// The JSON of an event.
        byte[] event(long index);
    }

    /// What was found.
    ///
    /// @param events  the JSON of each, on one line and otherwise as it was written
    /// @param skipped the names of files that are no events of this conversation, and why
    public record Found(List<byte[]> events, List<String> skipped) {

        public Found {
            events = List.copyOf(events);
            skipped = List.copyOf(skipped);
        }
    }

    private record Numbered(long number, Path file) {}

    private static final String DIRECTORY = "events";
    private static final String ID = "[0-9a-fA-F-]{8,64}";
    private static final Pattern NAME =
            Pattern.compile("event-(\\d{5,9})-(" + ID + ")\\.json");
    private static final JsonFactory JSON = Json.factory().build();

    private PythonEvents() {}

    static boolean areIn(Path conversation) {
        return Files.exists(conversation.resolve(DIRECTORY));
    }

    /// Reads all events. Unlike the Python server it goes on behind a gap: the files are there, and
    /// whoever lost one does not want to lose the rest. Of two with one id the first counts.
    ///
    /// @throws IOException when the directory or a file can't be read
    public static Found read(Path conversation) throws IOException {
        var skipped = new ArrayList<String>();
        var files = files(conversation.resolve(DIRECTORY), skipped);
        var ids = new HashSet<String>();
        var events = new ArrayList<byte[]>();
        for (var numbered : files) {
            var bytes = onOneLine(Files.readAllBytes(numbered.file()));
            var id = id(bytes);
            if (id.isEmpty()) {
                skipped.add(numbered.file().getFileName() + ": not an event");
            } else if (!ids.add(id.get())) {
                skipped.add(numbered.file().getFileName() + ": its id was there before");
            } else {
                events.add(bytes);
            }
        }
        return new Found(events, skipped);
    }

    private static List<Numbered> files(Path directory, List<String> skipped) throws IOException {
        var files = new ArrayList<Numbered>();
        if (Files.notExists(directory)) {
            return files;
        }
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var file : entries) {
                var name = file.getFileName().toString();
                var matcher = NAME.matcher(name);
                if (matcher.matches()) {
                    files.add(new Numbered(Long.parseLong(matcher.group(1)), file));
                } else if (!name.startsWith(".")) {
                    skipped.add(name + ": not the name of an event");
                }
            }
        }
        files.sort(Comparator.comparingLong(Numbered::number).thenComparing(Numbered::file));
        return files;
    }

    /// Line ends stand between the tokens of JSON, never inside: blanks do as well.
    private static byte[] onOneLine(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }

    /// The id of an event; empty for what is none.
    private static Optional<String> id(byte[] bytes) {
        try (var in = JSON.createParser(bytes)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            var id = Optional.<String>empty();
            for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                if (name.equals("id") && in.hasToken(JsonToken.VALUE_STRING)) {
                    id = Optional.of(in.getText()).filter(text -> !text.isEmpty());
                }
                in.skipChildren();
            }
            return isEnd(in) ? id : Optional.empty();
        } catch (IOException _) { // not JSON
            return Optional.empty();
        }
    }

    private static boolean isEnd(JsonParser in) throws IOException {
        return in.nextToken() == null;
    }

    static void write(Path conversation, Source events) throws IOException {
        var directory = conversation.resolve(DIRECTORY);
        Directories.createPrivate(directory);
        for (long index = 0; index < events.count(); index++) {
            var json = events.event(index);
            var id = id(json).filter(text -> text.matches(ID)).orElseGet(
                    () -> UUID.nameUUIDFromBytes(json).toString());
            Files.write(directory.resolve("event-%05d-%s.json".formatted(index, id)), json);
        }
        Directories.sync(directory);
    }
}
