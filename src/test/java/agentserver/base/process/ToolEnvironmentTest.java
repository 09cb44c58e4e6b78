package agentserver.base.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ToolEnvironmentTest {

    private static final Map<String, String> SERVER = new TreeMap<>(Map.of(
            "PATH", "/bin",
            "MY_SETTING", "1",
            "OH_SECRET_KEY", "s",
            "OH_SESSION_API_KEYS_0", "s",
            "SESSION_API_KEY", "s",
            "LLM_API_KEY", "s",
            "ANTHROPIC_API_KEY", "s",
            "AWS_SECRET_ACCESS_KEY", "s",
            "GITHUB_TOKEN", "g"));

    @Test
    void allButOwnConfigurationAndModelKeysIsPassed() {
        assertEquals(
                Map.of("PATH", "/bin", "MY_SETTING", "1", "GITHUB_TOKEN", "g"),
                ToolEnvironment.of(SERVER));
    }

    @Test
    void anAllowListPassesWhatItNamesAndNoConfiguration() {
        var server = new TreeMap<>(SERVER);
        server.put(ToolEnvironment.ALLOW_LIST, "PATH, ANTHROPIC_API_KEY,OH_SECRET_KEY,ABSENT");

        assertEquals(Set.of("PATH", "ANTHROPIC_API_KEY"), ToolEnvironment.of(server).keySet());
    }
}
