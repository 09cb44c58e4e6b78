package agentserver.conversation;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// A model's answers, one after the other, none of them before it is let go: so a run is under way for
/// as long as a test needs it. Any thread may use it.
final class HeldReplies implements Function<ScriptedLlm.Request, ScriptedReply> {

    private final CountDownLatch released = new CountDownLatch(1);
    private final Queue<ScriptedReply> left;

    HeldReplies(ScriptedReply... replies) {
        left = new ConcurrentLinkedQueue<>(List.of(replies));
    }

    void release() {
        released.countDown();
    }

    @Override
    public ScriptedReply apply(ScriptedLlm.Request request) {
        try {
            released.await();
        } catch (InterruptedException _) { // the model is being closed
            Thread.currentThread().interrupt();
        }
        return left.remove();
    }
}
