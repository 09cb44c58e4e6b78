package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/// Recordings of one running server, in the order of time: later ones use what earlier ones made.
record Session(ServerSetup setup, List<String> recordings) {

    Session {
        recordings = List.copyOf(recordings);
    }

    static List<Session> load() {
        return StreamSupport.stream(Recording.resource("sessions.json").spliterator(), false)
                .map(Session::read).toList();
    }

    String title() {
        return recordings.size() == 1 ? recordings.getFirst()
                : recordings.getFirst() + " … " + recordings.getLast();
    }

    private static Session read(JsonNode node) {
        var names = StreamSupport.stream(node.required("recordings").spliterator(), false)
                .map(JsonNode::textValue).toList();
        return new Session(ServerSetup.valueOf(node.required("setup").textValue()), names);
    }
}
