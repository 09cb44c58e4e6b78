package agentserver.base.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenFilesTest {

    private static final String HEAD = "Limit                     Soft Limit           Hard Limit  Units";

    @Test
    void softLimitIsTheOneThatHolds() {
        assertEquals(1_024, OpenFiles.limit(List.of(HEAD,
                "Max file locks            unlimited            unlimited   locks",
                "Max open files            1024                 524288      files")));
        assertEquals(Long.MAX_VALUE, OpenFiles.limit(List.of(HEAD,
                "Max open files            unlimited            unlimited   files")));
    }

    @Test
    void systemThatDoesNotTellHasTheUsualOne() {
        assertEquals(1_024, OpenFiles.limit(List.of(HEAD)));
    }

    @Test
    void thisProcessMayOpenSome() {
        assertTrue(OpenFiles.limit() >= 64);
    }
}
