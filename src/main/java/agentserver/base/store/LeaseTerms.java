package agentserver.base.store;

import java.time.Duration;
import java.time.InstantSource;

/// How leases are taken.
///
/// @param owner who takes them
/// @param ttl   how long one holds on another machine after its owner's last sign of life; zero for
///              no leases at all
/// @param clock the time that machines agree on
public record LeaseTerms(LeaseOwner owner, Duration ttl, InstantSource clock) {

    /// Whether there are leases.
    public boolean areOn() {
        return ttl.isPositive();
    }
}
