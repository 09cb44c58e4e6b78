package agentserver.event.log;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// JSON of events for tests of the log, which does not care what they mean.
final class Events {

    private Events() {}

    static String id(int number) {
        return new UUID(0x1234_5678_0000_4000L, number).toString();
    }

    static byte[] json(int number) {
        return json(id(number), number, number == 0 ? "null" : "\"" + id(number - 1) + "\"", "");
    }

    static byte[] json(String id, int number, String parent, String text) {
        return ("{\"kind\":\"PauseEvent\",\"id\":\"%s\",\"timestamp\":\"%s\",\"source\":\"user\","
                + "\"parent_id\":%s,\"text\":\"%s\"}")
                .formatted(id, LocalTime.format(number), parent, text)
                .getBytes(StandardCharsets.UTF_8);
    }
}
