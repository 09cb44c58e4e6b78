package agentserver.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Keeps the README's table of settings as the declarations have it; the failure shows the table.
class ReadmeConfigurationTest {

    @Test
    void theReadmeHasEverySettingAsItIs() throws IOException {
        var table = ConfigTable.markdown().strip();

        assertTrue(Files.readString(Path.of("README.md")).contains(table), table);
    }
}
