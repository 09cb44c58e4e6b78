package agentserver.agent;

import agentserver.tool.SecurityRisk;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/// Which actions wait for a person. Source: contract 08 §8.
///
/// ```json
/// {"kind": "ConfirmRisky", "threshold": "HIGH", "confirm_unknown": true}
/// ```
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ConfirmationPolicy.AlwaysConfirm.class, name = "AlwaysConfirm"),
    @JsonSubTypes.Type(value = ConfirmationPolicy.NeverConfirm.class, name = "NeverConfirm"),
    @JsonSubTypes.Type(value = ConfirmationPolicy.ConfirmRisky.class, name = "ConfirmRisky")
})
public sealed interface ConfirmationPolicy {

    /// Whether an action of this risk waits.
    boolean asksFor(SecurityRisk risk);

    record AlwaysConfirm() implements ConfirmationPolicy {
        @Override
        public boolean asksFor(SecurityRisk risk) {
            return true;
        }
    }

    record NeverConfirm() implements ConfirmationPolicy {
        @Override
        public boolean asksFor(SecurityRisk risk) {
            return false;
        }
    }

    /// Waits from `threshold` up; `UNKNOWN` is no threshold, it has a switch of its own.
    record ConfirmRisky(SecurityRisk threshold, Boolean confirmUnknown)
            implements ConfirmationPolicy {

        public ConfirmRisky {
            threshold = Objects.requireNonNullElse(threshold, SecurityRisk.HIGH);
            confirmUnknown = Objects.requireNonNullElse(confirmUnknown, true);
            if (threshold == SecurityRisk.UNKNOWN) {
                throw new IllegalArgumentException("threshold must be LOW, MEDIUM or HIGH");
            }
        }

        @Override
        public boolean asksFor(SecurityRisk risk) {
            return risk == SecurityRisk.UNKNOWN
                    ? confirmUnknown
                    : risk.compareTo(threshold) >= 0;
        }
    }
}
