package agentserver.golden;

import agentserver.testing.HandshakeRefused;
import agentserver.testing.RawHttp;
import agentserver.testing.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Opens one recorded socket, sends the client's frames and collects the server's.
///
/// When the recording client left while work was going on, the server may have more to say: frames
/// after the recorded ones are not looked at. A socket without work must stay silent after them.
record SocketReplay(URI base, Stage stage, Duration patience) {

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final int LOOKS = 30;

    /// @return the outcome in the recorded form
    JsonNode play(Entry.Socket socket, List<Scene.Step> during)
            throws IOException, InterruptedException {
        var path = stage.rewrite().apply(socket.path());
        var headers = new TreeMap<String, String>();
        socket.headers().forEach((name, value) -> headers.put(name, stage.rewrite().apply(value)));
        if (!socket.accepted()) {
            return refused(path, headers, socket.outcome());
        }
        try (var client = SocketClient.open(base, path, headers)) {
            return converse(client, socket, during);
        } catch (HandshakeRefused refusal) { // compared like any other outcome
            return Outcomes.refused(refusal.status());
        }
    }

    private JsonNode converse(SocketClient client, Entry.Socket socket, List<Scene.Step> during)
            throws IOException, InterruptedException {
        if (socket.namesKeyInHandshake()) {
            client.framesWithin(Math.min(1, socket.frames()), patience);
        }
        for (var frame : socket.clientFrames()) {
            send(client, frame);
        }
        if (!during.isEmpty()) {
            client.framesWithin(1, patience);
        }
        for (var step : during) {
            stage.play(step);
        }
        if (!socket.endedByClient()) {
            var closing = client.closingWithin(patience);
            return Outcomes.of(client.frames(), closing);
        }
        var frames = client.framesWithin(socket.frames(), patience);
        if (during.isEmpty() && !socket.startsWork()) {
            frames = afterSilence(client, socket.frames());
        } else {
            frames = frames.subList(0, Math.min(frames.size(), socket.frames()));
        }
        return Outcomes.of(frames, client.closing());
    }

    /// In many short looks: in a long one, the machine could have stood still.
    private static List<JsonNode> afterSilence(SocketClient client, int expected)
            throws InterruptedException {
        var frames = client.frames();
        for (int look = 0; look < LOOKS && frames.size() <= expected; look++) {
            frames = client.framesWithin(expected + 1, LOOK);
        }
        return frames;
    }

    private void send(SocketClient client, String frame) throws IOException, InterruptedException {
        try {
            client.send(stage.rewrite().apply(frame));
        } catch (IOException e) {
            if (client.closingWithin(patience).isEmpty()) {
                throw e;
            }
            // the server ended the socket first: its close code is compared
        }
    }

    /// A refused handshake is spoken by hand: the client does not show the answer's body.
    private JsonNode refused(String path, Map<String, String> headers, JsonNode recorded)
            throws IOException {
        var request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + base.getAuthority()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        try (var raw = RawHttp.open(base, patience)) {
            raw.write(request + "\r\n");
            return Outcomes.of(raw.readAnswer(), recorded);
        }
    }
}
