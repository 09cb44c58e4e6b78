package agentserver.cli;

/// Who we are and what we speak.
///
/// @param implementation this program's version
/// @param api            the version of the API that it speaks
public record Version(String implementation, String api) {

    /// `agent-server 0.1.0 (API 1.43.1)`
    @Override
    public String toString() {
        return "agent-server " + implementation + " (API " + api + ")";
    }
}
