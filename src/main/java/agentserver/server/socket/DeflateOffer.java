package agentserver.server.socket;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A client's offer to compress messages, and how it is taken: each message on its own.
///
/// Jetty keeps a compressor for each socket that has one, about 100 KB of it outside of the heap, as long
/// as the socket is open; so offers are taken only while few sockets are open. Only `permessage-deflate`
/// is known; an offer that asks for a window other than Java's is not taken. Source: RFC 7692 §7.1.
final class DeflateOffer {

    /// Compression is for few clients far away, not for thousands.
    private static final int MOST_SOCKETS = 64;
    private static final String NAME = "permessage-deflate";
    private static final String TAKEN =
            NAME + "; server_no_context_takeover; client_no_context_takeover";
    private static final Pattern PARAMETER = Pattern.compile(
            "(?:server|client)_no_context_takeover"
            + "|client_max_window_bits(?:=\"?(?:8|9|1[0-5])\"?)?"
            + "|server_max_window_bits=\"?15\"?");

    private DeflateOffer() {}

    /// What the handshake goes on with, in place of what the client has offered; empty for no compression.
    ///
    /// @param headers the values of `Sec-WebSocket-Extensions`
    /// @param open    how many sockets are open
    static Optional<String> taken(List<String> headers, int open) {
        return open >= MOST_SOCKETS ? Optional.empty() : headers.stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .anyMatch(DeflateOffer::isTakeable) ? Optional.of(TAKEN) : Optional.empty();
    }

    private static boolean isTakeable(String offer) {
        var parts = Stream.of(offer.split(";")).map(String::strip).toList();
        var names = new HashSet<String>();
        return parts.getFirst().equals(NAME) && parts.stream().skip(1).allMatch(parameter ->
                PARAMETER.matcher(parameter).matches() && names.add(parameter.split("=")[0]));
    }
}
