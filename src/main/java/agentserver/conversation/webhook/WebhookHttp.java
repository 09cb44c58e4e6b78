package agentserver.conversation.webhook;

import java.net.http.HttpClient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/// The one HTTP client through which all receivers are reached, made when the first is. Redirects are not
/// followed: an answer that is one counts as a failure.
final class WebhookHttp implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock making = new ReentrantLock();
    private HttpClient client; // null until it is needed; guarded by making

    HttpClient client() {
        making.lock();
        try {
            if (client == null) {
                client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(Receiver.TIMEOUT)
                        .executor(threads)
                        .build();
            }
            return client;
        } finally {
            making.unlock();
        }
    }

    /// Ends all requests.
    @Override
    public void close() {
        making.lock();
        try {
            if (client != null) {
                client.shutdownNow();
            }
            threads.shutdownNow();
        } finally {
            making.unlock();
        }
    }
}
