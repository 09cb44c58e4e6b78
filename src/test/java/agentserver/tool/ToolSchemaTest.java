package agentserver.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolSchemaTest {

    @Test
    void aSchemaHoldsItsPropertiesInOrderAndWhatIsRequired() {
        var schema = new ToolSchema()
                .required("path", ToolSchema.text("Where."))
                .optional("lines", ToolSchema.list("Which.", ToolSchema.integer("")))
                .build();

        assertEquals("""
                {"type":"object","properties":{\
                "path":{"type":"string","description":"Where."},\
                "lines":{"type":"array","items":{"type":"integer"},"description":"Which."}},\
                "required":["path"]}""", schema.toString());
    }

    @Test
    void nothingRequiredLeavesTheMemberOut() {
        assertFalse(new ToolSchema().build().has("required"));
    }

    @Test
    void aToolThatChangesThingsIsShownWithRiskThenSummaryThenItsOwn() {
        var shown = ToolSchema.forModel(new ClosableTool("change"));

        assertEquals(List.of("security_risk", "summary"), names(shown));
        assertEquals(
                "[\"UNKNOWN\",\"LOW\",\"MEDIUM\",\"HIGH\"]",
                shown.at("/properties/security_risk/enum").toString());
    }

    @Test
    void aToolThatOnlyReadsIsShownWithoutRisk() {
        var shown = ToolSchema.forModel(new FinishTool());

        assertEquals(List.of("summary", "message"), names(shown));
        assertEquals("[\"message\"]", shown.get("required").toString());
    }

    @Test
    void riskAndSummaryAreNeverRequired() {
        assertFalse(ToolSchema.forModel(new ClosableTool("change")).has("required"));
    }

    private static List<String> names(ObjectNode schema) {
        JsonNode properties = schema.get("properties");
        return properties.propertyStream().map(Map.Entry::getKey).toList();
    }
}
