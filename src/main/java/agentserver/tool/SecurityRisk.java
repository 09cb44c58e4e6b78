package agentserver.tool;

/// How dangerous a tool call is judged to be. `UNKNOWN` is no judgement; the others rise in the order
/// written here. Source: contract 07 §4.3, 08 §8.
public enum SecurityRisk {
    UNKNOWN,
    LOW,
    MEDIUM,
    HIGH
}
