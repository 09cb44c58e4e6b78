package agentserver.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private static final Places PLACES = new Places("http://a:1", "http://a:2", "/w", "k");

    @Test
    void aDeclaredValueAgreesAndAnyOtherDoesNot() throws Exception {
        var declared = declare("$.body.title", "null");

        assertEquals(List.of(), judge(declared, "{'title':'x'}", "{'title':null}"));
        assertEquals(List.of("$.body.title"), judge(declared, "{'title':'x'}", "{'title':'y'}"));
    }

    @Test
    void aDeclarationCoversWhatIsInsideItsField() throws Exception {
        var declared = declare("$.body.detail[*]", "{'type':'ours'}");

        assertEquals(List.of(), judge(declared, "{'detail':[{'type':'a','ctx':{'x':1}}]}",
                "{'detail':[{'type':'ours'}]}"));
        assertEquals(List.of("$.body.detail[0]"), judge(declared,
                "{'detail':[{'type':'a','ctx':{'x':1}}]}", "{'detail':[{'type':'other'}]}"));
    }

    @Test
    void wordsDescribeOurValue() throws Exception {
        var absent = declare("$.body.a", "'<absent>'");
        var text = declare("$.body.a", "'<text>'");

        assertEquals(List.of(), judge(absent, "{'a':1}", "{}"));
        assertEquals(List.of("$.body.a"), judge(absent, "{'a':1}", "{'a':2}"));
        assertEquals(List.of(), judge(text, "{'a':1}", "{'a':'t'}"));
        assertEquals(List.of("$.body.a"), judge(text, "{'a':1}", "{'a':''}"));
        assertEquals(List.of(), judge(declare("$.body.a", "'<number>'"), "{'a':'1'}", "{'a':3}"));
        assertEquals(List.of(), judge(declare("$.body.a", "'<any>'"), "{'a':1}", "{'a':[]}"));
    }

    @Test
    void alternativesAreTriedInTurn() throws Exception {
        var declared = declare("$.body.a", "{'one of':[null,'<absent>']}");

        assertEquals(List.of(), judge(declared, "{'a':1}", "{'a':null}"));
        assertEquals(List.of(), judge(declared, "{'a':1}", "{}"));
        assertEquals(List.of("$.body.a"), judge(declared, "{'a':1}", "{'a':2}"));
    }

    @Test
    void whatWasNeverMetIsUnusedUnlessItHappensOnlySometimes() throws Exception {
        var always = declare("$.body.a", "1");
        var sometimes = new Difference("r", "e", "$.body.b", node("1"), "Sometimes.", true);
        var differences = new Differences(List.of(always, sometimes));

        assertEquals(List.of(always), differences.unused(Set.of("r")));
        assertEquals(List.of(), differences.unused(Set.of("another")));
        differences.markUsed(Set.of(always));
        assertEquals(List.of(), differences.unused(Set.of("r")));
    }

    @Test
    void starsStandForAnyName() throws Exception {
        var difference = new Difference("*", "bad_*", "$.status", node("1"), "Clause.", false);

        assertTrue(difference.concerns("01_server", "bad_uuid"));
        assertFalse(difference.concerns("01_server", "a_bad_uuid"));
    }

    @Test
    void theReadmeListsEachClauseOnce() throws Exception {
        var differences = new Differences(List.of(
                new Difference("a", "e", "$.x", node("1"), "Bad input is 422.", false),
                new Difference("b", "e", "$.x", node("1"), "Bad input is 422.", false),
                new Difference("b", "f", "$.x", node("1"), "Sockets stay shut.", false)));

        assertEquals("- Bad input is 422.\n- Sockets stay shut.\n",
                differences.markdown());
    }

    private static Difference declare(String field, String ours) throws Exception {
        return new Difference("r", "e", field, node(ours), "Clause.", false);
    }

    private static List<String> judge(Difference declared, String recorded, String ours)
            throws Exception {
        var entry = new Entry.Aside("e", JsonNodeFactory.instance.objectNode()
                .set("body", node(recorded)));
        var answer = JsonNodeFactory.instance.objectNode().<JsonNode>set("body", node(ours));
        return new Judge(PLACES, new Differences(List.of(declared)))
                .compare("r", entry, answer, new Names())
                .findings().stream().map(Finding::path).toList();
    }

    private static JsonNode node(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
