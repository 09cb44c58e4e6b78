package agentserver.tool;

import agentserver.llm.Content;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// What a tool answers. `kind` is the record's simple name. An open family, as [Action] is. A failed
/// tool is not an error of the server: it is an observation with `is_error`, which the model can read.
/// Source: contract 07 §1, 10 §1.3.
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        property = "kind",
        visible = true,
        defaultImpl = UnknownObservation.class)
@JsonIgnoreProperties("kind") // visible for the unknown one; no record has it
public interface Observation {

    /// What is shown; each tool says what it holds.
    List<Content> content();

    boolean isError();

    /// What the model reads: an error header when [#isError], then [#content]. Tools that show the
    /// model more, or cut what it sees, override this.
    @JsonIgnore
    default List<Content> forModel() {
        return ErrorHeader.before(this, content());
    }
}
