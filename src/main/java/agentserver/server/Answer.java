package agentserver.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// What goes back: a status, a body, and headers beside those that the edge adds itself.
///
/// Immutable, so a constant answer can be made once and given again and again.
public record Answer(int status, Body body, List<Header> headers) {

    /// One header line.
    public record Header(String name, String value) {}

    /// The body of an answer.
    public sealed interface Body {}

    /// No body at all.
    public record Nothing() implements Body {}

    /// A value that is still to be written as JSON, nulls included.
    public record Json(Object value) implements Body {}

    /// Bytes that are ready.
    public record Bytes(String contentType, byte[] bytes) implements Body {}

    /// Bytes that are made while they are sent.
    ///
    /// @param lengthBytes how many; -1 when nobody knows yet
    public record Stream(String contentType, long lengthBytes, Writer writer) implements Body {}

    /// The connection now belongs to somebody else: nothing is sent.
    record HandedOver() implements Body {}

    /// Writes a body. Runs on the thread of the request and may block; `flush` sends what there is.
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    private static final String JSON = "application/json";
    private static final Nothing NOTHING = new Nothing();

    public Answer {
        headers = List.copyOf(headers);
    }

    public static Answer ok(Object body) {
        return of(200, body);
    }

    public static Answer created(Object body) {
        return of(201, body);
    }

    /// 204.
    public static Answer empty() {
        return empty(204);
    }

    /// A status alone.
    public static Answer empty(int status) {
        return new Answer(status, NOTHING, List.of());
    }

    public static Answer of(int status, Object body) {
        return new Answer(status, new Json(body), List.of());
    }

    /// `{"detail": text}`, as the contract words refusals.
    public static Answer detail(int status, String text) {
        return of(status, new Detail(text));
    }

    /// JSON that is encoded already.
    public static Answer json(int status, byte[] encoded) {
        return bytes(status, JSON, encoded);
    }

    /// Bytes of any type; for text, name its charset in `contentType`.
    public static Answer bytes(int status, String contentType, byte[] bytes) {
        return new Answer(status, new Bytes(contentType, bytes), List.of());
    }

    /// A body of unknown length: events, archives.
    public static Answer stream(String contentType, Writer writer) {
        return stream(contentType, -1, writer);
    }

    /// A body of `lengthBytes`: a file. When the writer fails half-way the connection is dropped,
    /// so that the client can't take the part for the whole.
    public static Answer stream(String contentType, long lengthBytes, Writer writer) {
        return new Answer(200, new Stream(contentType, lengthBytes, writer), List.of());
    }

    /// Nothing is sent: the connection was taken over.
    public static Answer handedOver() {
        return new Answer(101, new HandedOver(), List.of());
    }

    /// Sends the client to `location`; 302 or 307, most often.
    public static Answer redirect(int status, String location) {
        return empty(status).with("Location", location);
    }

    /// The same answer with one header more.
    public Answer with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Answer(status, body, more);
    }

    /// The same answer under another status: 206 for a part of a file.
    public Answer withStatus(int other) {
        return new Answer(other, body, headers);
    }

    /// `{"detail": "…"}`.
    record Detail(String detail) {}
}
