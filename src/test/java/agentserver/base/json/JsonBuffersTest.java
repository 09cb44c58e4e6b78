package agentserver.base.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class JsonBuffersTest {

    /// A set of buffers for each waiting thread was more than half of what an idle socket held.
    @Test
    void threadsHandTheirBuffersOn() throws Exception {
        var json = new Json(List.of());
        var written = Map.of("some", "text");
        var pool = Json.factory().build()._getRecyclerPool();
        pool.clear();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) { // one after the other
                threads.submit(() -> json.strict().writeValueAsBytes(written)).get();
                threads.submit(() -> json.compact().readTree("{}")).get();
                threads.submit(() -> Json.lenient().writeValueAsBytes(written)).get();
            }
        }

        var kept = pool.pooledCount(); // other threads of this process may have left some, too
        assertTrue(kept > 0 && kept < 10, kept + " sets");
    }

    @Test
    void allMappersShareThem() {
        var json = new Json(List.of());
        var pool = Json.factory().build()._getRecyclerPool();

        for (var mapper : List.of(json.strict(), json.compact(), Json.lenient())) {
            assertSame(pool, mapper.getFactory()._getRecyclerPool());
        }
        assertEquals("BoundedPool", pool.getClass().getSimpleName());
    }
}
