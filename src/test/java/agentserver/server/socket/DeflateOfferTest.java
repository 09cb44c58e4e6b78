package agentserver.server.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeflateOfferTest {

    private static final String TAKEN =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @Test
    void whatClientsUsuallyOfferIsTaken() {
        for (var offer : List.of(
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=15; server_max_window_bits=15",
                "permessage-bzip2, permessage-deflate;client_no_context_takeover")) {
            assertEquals(Optional.of(TAKEN), DeflateOffer.taken(List.of(offer), 0), offer);
        }
    }

    @Test
    void whatCanNotBeKeptIsNotTaken() {
        for (var offer : List.of(
                "", "x-webkit-deflate-frame", "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; client_max_window_bits=99", "permessage-deflate; surprise",
                "permessage-deflate; client_max_window_bits; client_max_window_bits=9")) {
            assertTrue(DeflateOffer.taken(List.of(offer), 0).isEmpty(), offer);
        }
        assertTrue(DeflateOffer.taken(List.of(), 0).isEmpty());
    }

    @Test
    void aCrowdIsNotCompressed() {
        assertTrue(DeflateOffer.taken(List.of("permessage-deflate"), 63).isPresent());
        assertTrue(DeflateOffer.taken(List.of("permessage-deflate"), 64).isEmpty());
    }
}
