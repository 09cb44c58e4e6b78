package agentserver.base.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/// A program that claims a directory, says so, and holds it until it is killed.
final class LeaseHolder {

    private LeaseHolder() {}

    public static void main(String[] args) throws Exception {
        var terms = new LeaseTerms(
                LeaseOwner.ofThisProcess(), Duration.ofMinutes(10), InstantSource.system());
        var lease = Lease.claim(Path.of(args[0]), terms);
        System.out.println(lease.isPresent() ? "held" : "refused");
        new CountDownLatch(1).await();
    }
}
