package agentserver.tool;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// The arguments of one tool call, checked. `kind` is the record's simple name, which clients know:
/// renaming a record changes the wire. An open family: each tool brings its own record; one that this
/// server does not know is kept as [UnknownAction]. Source: contract 07 §1, 10.
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        property = "kind",
        visible = true,
        defaultImpl = UnknownAction.class)
@JsonIgnoreProperties("kind") // visible for the unknown one; no record has it
public interface Action {}
