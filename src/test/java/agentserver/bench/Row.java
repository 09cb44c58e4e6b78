package agentserver.bench;

import java.io.IOException;

/// Measures one quantity, or a few that come together, and reports each.
@FunctionalInterface
interface Row {

    void measure(Scene scene) throws IOException;
}
