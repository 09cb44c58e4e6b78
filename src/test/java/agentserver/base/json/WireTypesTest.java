package agentserver.base.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTypesTest {

    private static final Json JSON = new Json(List.of());

    @BeforeAll
    static void letTheMapperIn() {
        var here = WireTypesTest.class;
        here.getModule().addOpens(here.getPackageName(), ObjectMapper.class.getModule());
    }

    record Values(Instant time, UUID id, Path path, double number, Double other, int count) {}

    @Test
    void valuesLookAsTheContractShows() throws Exception {
        var values = new Values(Instant.parse("2025-01-01T12:00:00Z"), new UUID(0, 1),
                Path.of("/tmp/a"), Double.NaN, Double.POSITIVE_INFINITY, 3);

        assertEquals("{\"time\":\"2025-01-01T12:00:00Z\","
                + "\"id\":\"00000000-0000-0000-0000-000000000001\",\"path\":\"/tmp/a\","
                + "\"number\":null,\"other\":null,\"count\":3}",
                JSON.strict().writeValueAsString(values));
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        var values = new Values(Instant.parse("2025-01-01T12:00:00.120Z"), new UUID(7, 1),
                Path.of("a/b"), 1.5, null, 3);

        var text = JSON.compact().writeValueAsString(values);

        assertEquals(values, JSON.strict().readValue(text, Values.class));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-01-01T12:00:00Z, 2025-01-01T12:00:00Z",
        "2025-01-01T12:00:00.120Z, 2025-01-01T12:00:00.120000Z",
        "2025-01-01T12:00:00.000001999Z, 2025-01-01T12:00:00.000001Z",
        "2025-01-01T13:30:00+01:30, 2025-01-01T12:00:00Z",
        "2025-01-01 12:00:00z, 2025-01-01T12:00:00Z",
        "2025-01-01T07:00:00-0500, 2025-01-01T12:00:00Z",
        "1735732800, 2025-01-01T12:00:00Z",
        "1735732800000, 2025-01-01T12:00:00Z",
        "1735732800.5, 2025-01-01T12:00:00.500000Z",
    })
    void timeIsReadInItsFormsAndWrittenInOne(String text, String written) {
        assertEquals(written, Times.text(Times.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "zz", "", "2025-13-01", "2025-01-01T25:00:00Z",
            "2025-01-01X12:00:00", "2025-01-01T12:00:00+", "99999999999999999999999", "1.2.3"})
    void otherTextIsNoTime(String text) {
        assertThrows(IllegalArgumentException.class, () -> Times.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "7be5d7b2-f33c-454d-a3e0-d2294a1c0001",
        "7be5d7b2f33c454da3e0d2294a1c0001",
        "{7be5d7b2-f33c-454d-a3e0-d2294a1c0001}",
        "urn:uuid:7be5d7b2-f33c-454d-a3e0-d2294a1c0001",
        "7BE5D7B2-F33C-454D-A3E0-D2294A1C0001",
    })
    void uuidIsReadInItsForms(String text) {
        assertEquals("7be5d7b2-f33c-454d-a3e0-d2294a1c0001", Uuids.parse(text).toString());
        assertEquals("7be5d7b2f33c454da3e0d2294a1c0001", Uuids.hex(Uuids.parse(text)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "not-a-uuid|invalid character: found `n` at 0",
        "zzz|invalid character: found `z` at 0",
        "{z}|invalid character: found `z` at 1",
        "abc|invalid length: expected length 32 for simple format, found 3",
        "a-b|invalid group count: expected 5, found 2",
        "1-2-3-4-5|invalid group length in group 0: expected 8, found 1",
        "''|invalid length: expected length 32 for simple format, found 0",
    })
    void otherTextIsNoUuid(String text, String reason) {
        assertEquals(reason, assertThrows(IllegalArgumentException.class,
                () -> Uuids.parse(text)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3\"", "3.5", "true", "1e99", "99999999999", "[]"})
    void wholeNumberIsNothingElse(String json) {
        assertThrows(Exception.class,
                () -> JSON.strict().readValue("{\"count\": " + json + "}", Values.class));
    }
}
