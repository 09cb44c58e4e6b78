package agentserver.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Keeps the README's list of differences from the reference server as `differences.json` has it.
/// The list stands after its mark, up to the next heading; when it is out of date, the failure
/// shows it.
class ReadmeDifferencesTest {

    private static final Path README = Path.of("README.md");
    private static final String MARK = "<!-- differences -->";
    private static final String HEADING = "\n## ";

    @Test
    void theReadmeListsTheDifferencesOfTheRecordings() throws IOException {
        var readme = Files.exists(README) ? Files.readString(README) : "";
        assumeTrue(readme.contains(MARK), "the README has no such list");

        var rest = readme.substring(readme.indexOf(MARK) + MARK.length()) + HEADING;
        var list = rest.substring(0, rest.indexOf(HEADING));

        assertEquals(Differences.load().markdown().strip(), list.strip());
    }
}
