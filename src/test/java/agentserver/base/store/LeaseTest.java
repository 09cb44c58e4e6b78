package agentserver.base.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

    private static final Duration TTL = Duration.ofSeconds(45);
    private static final LeaseOwner ME = LeaseOwner.ofThisProcess();

    @TempDir
    private Path directory;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource clock = now::get;

    private LeaseTerms terms(LeaseOwner owner) {
        return new LeaseTerms(owner, TTL, clock);
    }

    private void record(LeaseOwner owner, long generation, Duration validFor) throws IOException {
        var expires = now.get().plus(validFor).toEpochMilli() / 1e3;
        Files.writeString(directory.resolve("owner_lease.json"), "");
        new LeaseRecord(owner, generation, expires).write(directory.resolve("owner_lease.json"));
    }

    @Test
    void theLeaseOfAKilledOwnerIsFreeAtOnce() throws Exception {
        var holder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")
                        + ":target/classes:target/test-classes:"
                        + System.getProperty("jdk.module.path", ""),
                LeaseHolder.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out = holder.inputReader()) {
            assertEquals("held", out.readLine());
            assertTrue(Lease.claim(directory, terms(ME)).isEmpty());

            holder.destroyForcibly().waitFor();

            var lease = Lease.claim(directory, terms(ME)).orElseThrow();
            assertEquals(2, lease.generation());
            lease.close();
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void pidReuseDoesNotStealALease() throws Exception {
        var living = Lease.claim(directory, terms(ME)).orElseThrow();
        var sameAddress = new LeaseOwner("other", ME.host(), ME.pid(), ME.bootId(), ME.startTicks());
        now.set(now.get().plus(TTL.multipliedBy(10)));

        assertTrue(Lease.claim(directory, terms(sameAddress)).isEmpty());
        living.close();

        var dead = new LeaseOwner("dead", ME.host(), ME.pid(), "", ME.startTicks() - 1);
        record(dead, 7, TTL);
        assertEquals(8, Lease.claim(directory, terms(ME)).orElseThrow().generation());
    }

    @Test
    void recordOfAnotherMachineHoldsUntilItExpires() throws Exception {
        record(new LeaseOwner("far", "elsewhere", 1, "another-boot", 5), 3, Duration.ofSeconds(30));

        assertTrue(Lease.claim(directory, terms(ME)).isEmpty());
        now.set(now.get().plusSeconds(31));

        assertEquals(4, Lease.claim(directory, terms(ME)).orElseThrow().generation());
    }

    @Test
    void recordOfThePythonServerHoldsWhileItsProcessLives() throws Exception {
        record(new LeaseOwner("python", ME.host(), 1, "", 0), 1, TTL);
        assertTrue(Lease.claim(directory, terms(ME)).isEmpty());

        record(new LeaseOwner("python", ME.host(), 4_194_305, "", 0), 1, TTL);
        assertTrue(Lease.claim(directory, terms(ME)).isPresent());
    }

    @Test
    void rebootedMachineHasNoOwners() throws Exception {
        var boot = Instant.ofEpochSecond(LeaseOwner.bootSeconds());
        now.set(boot.minusSeconds(5)); // then it said so the last time
        record(new LeaseOwner("before", ME.host(), 1, "an-earlier-boot", 1), 1, TTL);
        now.set(boot.plusSeconds(5));

        assertTrue(Lease.claim(directory, terms(ME)).isPresent());
    }

    @Test
    void livingMachineOfTheSameNameKeepsItsLease() throws Exception {
        record(new LeaseOwner("twin", ME.host(), 1, "another-boot", 1), 6, TTL);
        assertTrue(Lease.claim(directory, terms(ME)).isEmpty());

        now.set(now.get().plus(TTL).plusSeconds(1)); // no sign of life since

        assertEquals(7, Lease.claim(directory, terms(ME)).orElseThrow().generation());
    }

    @Test
    void containersOfOneMachineAreToldApartByTheLockAlone() throws Exception {
        var here = Lease.claim(directory, terms(ME)).orElseThrow();
        var container = new LeaseOwner("other", "a-container", 1, ME.bootId(), ME.startTicks());
        assertTrue(Lease.claim(directory, terms(container)).isEmpty());
        here.close();

        record(container, 4, TTL); // killed: its lock is gone, its promise is not

        assertEquals(5, Lease.claim(directory, terms(ME)).orElseThrow().generation());
    }

    @Test
    void ownerThatWasAsleepTooLongWritesNothing() throws Exception {
        var lease = Lease.claim(directory, terms(ME)).orElseThrow();
        assertDoesNotThrow(lease::check);
        now.set(now.get().plus(TTL.multipliedBy(2)));
        var other = directory.resolve("other");
        Files.writeString(other, "");
        new LeaseRecord(new LeaseOwner("far", "elsewhere", 1, "boot", 5), 2,
                now.get().plus(TTL).toEpochMilli() / 1e3).write(other);
        Files.move(other, directory.resolve("owner_lease.json"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThrows(LeaseLost.class, lease::check);
        lease.close();

        assertTrue(Files.readString(directory.resolve("owner_lease.json")).contains("elsewhere"));
    }

    @Test
    void ownerThatWasAsleepGoesOnWhereNobodyTookOver() throws Exception {
        var lease = Lease.claim(directory, terms(ME)).orElseThrow();
        now.set(now.get().plus(TTL.multipliedBy(2)));

        assertDoesNotThrow(lease::check);

        var record = LeaseRecord.read(directory.resolve("owner_lease.json")).orElseThrow();
        assertTrue(record.expiresAt() > now.get().getEpochSecond());
    }

    @Test
    void releasedLeaseIsAnybodys() throws Exception {
        Lease.claim(directory, terms(ME)).orElseThrow().close();

        assertEquals(0, Files.size(directory.resolve("owner_lease.json")));
        var other = new LeaseOwner("far", "elsewhere", 1, "boot", 5);
        assertTrue(Lease.claim(directory, terms(other)).isPresent());
    }

    @Test
    void rubbishInTheFileIsNobodysLease() throws Exception {
        for (var rubbish : new String[] {"{", "[]", "\"\u0000\"", "{\"owner_pid\": \"x\"}"}) {
            Files.write(directory.resolve("owner_lease.json"),
                    rubbish.getBytes(StandardCharsets.UTF_8));
            Lease.claim(directory, terms(ME)).orElseThrow().close();
        }
    }
}
