package agentserver.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonDifferTest {

    private static final String ONE = "cd21379a-5298-4e82-95db-59f3d6d3e009";
    private static final String TWO = "12010449-cb76-4dd5-bf39-5f1a1ce295be";
    private static final String OTHER = "631fd2ab-d157-4c9f-96fd-4ea262415444";
    private static final Places PLACES =
            new Places("http://127.0.0.1:5", "http://127.0.0.1:6", "/tmp/here", "our-key");

    @Test
    void equalValuesAgreeWhateverTheOrderOfFields() throws Exception {
        assertEquals(List.of(), diff("{'a':1,'b':[true,null]}", "{'b':[true,null],'a':1}"));
    }

    @Test
    void missingAndExtraFieldsAndElementsAreFound() throws Exception {
        assertEquals(List.of("$.a", "$.b[1]", "$.c"),
                diff("{'a':1,'b':[1,2]}", "{'b':[1],'c':null}"));
        assertEquals(List.of("$[1]"), diff("[1]", "[1,2]"));
    }

    @Test
    void nullIsNotAbsent() throws Exception {
        assertEquals(List.of("$.a"), diff("{'a':null}", "{}"));
    }

    @Test
    void aFractionIsNotAnInteger() throws Exception {
        assertEquals(List.of("$"), diff("0.0", "0"));
        assertEquals(List.of("$"), diff("1", "2"));
        assertEquals(List.of("$"), diff("'1'", "1"));
    }

    @Test
    void idsAreRenamedOneToOne() throws Exception {
        assertEquals(List.of(), diff("['%s','%s']".formatted(ONE, ONE),
                "['%s','%s']".formatted(OTHER, OTHER)));
        assertEquals(List.of("$[1]"), diff("['%s','%s']".formatted(ONE, ONE),
                "['%s','%s']".formatted(OTHER, TWO)));
        assertEquals(List.of("$[1]"), diff("['%s','%s']".formatted(ONE, TWO),
                "['%s','%s']".formatted(OTHER, OTHER)));
    }

    @Test
    void anIdIsTheSameWithAndWithoutDashes() throws Exception {
        var bare = ONE.replace("-", "");
        assertEquals(List.of(), diff("['%s','conversations/%s/x']".formatted(ONE, bare),
                "['%s','conversations/%s/x']".formatted(OTHER, OTHER.replace("-", ""))));
        assertEquals(List.of("$[1]"), diff("['%s','conversations/%s/x']".formatted(ONE, bare),
                "['%s','conversations/%s/x']".formatted(OTHER, TWO.replace("-", ""))));
    }

    @Test
    void anIdMustBeAnId() throws Exception {
        assertEquals(List.of("$"), diff("'" + ONE + "'", "'none'"));
    }

    @Test
    void timesKeepTheirForm() throws Exception {
        assertEquals(List.of(), diff("'2026-11-20T04:41:37.417784'", "'2027-01-02T03:04:05'"));
        assertEquals(List.of("$"), diff("'2026-11-20T04:41:37.417784'", "'2027-01-02T03:04:05Z'"));
        assertEquals(List.of("$"), diff("'2026-11-20T04:41:37Z'", "'2027-01-02T03:04:05'"));
    }

    @Test
    void placesAreOurs() throws Exception {
        assertEquals(List.of(), diff("'${WORK}/project at http://127.0.0.1:18900/v1'",
                "'/tmp/here/project at http://127.0.0.1:6/v1'"));
        assertEquals(List.of("$"), diff("'${WORK}/project'", "'/elsewhere/project'"));
    }

    @Test
    void proseIsAnyTextButNotNone() throws Exception {
        assertEquals(List.of(), diff("'${TEXT len=40}'", "'of our\\nown'"));
        assertEquals(List.of("$"), diff("'${TEXT len=40}'", "''"));
        assertEquals(List.of("$"), diff("'see ${TEXT len=40}'", "'of our own'"));
    }

    @Test
    void idsOfTheModelAreRenamedInsideText() throws Exception {
        assertEquals(List.of(), diff("['call_00000106_0','chatcmpl-00000106']",
                "['call_00000007_0','chatcmpl-00000007']"));
        assertEquals(List.of("$"), diff("'call_00000106_0'", "'call_00000007_1'"));
    }

    @Test
    void whatBelongsToTheMachineVariesWithinItsType() throws Exception {
        assertEquals(List.of(), diff("{'hostname':'vm','latency':0.1}",
                "{'hostname':'box','latency':2}"));
        assertEquals(List.of("$.hostname", "$.latency"),
                diff("{'hostname':'vm','latency':0.1}", "{'hostname':'','latency':'2'}"));
    }

    private static List<String> diff(String recorded, String ours) throws Exception {
        var json = new ObjectMapper();
        return JsonDiffer.compare(json.readTree(recorded.replace('\'', '"')),
                json.readTree(ours.replace('\'', '"')), PLACES, new Names())
                .stream().map(Finding::path).toList();
    }
}
