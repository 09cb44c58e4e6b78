package agentserver.base.feed;

import java.time.Duration;

/// How much a [Feed] holds.
///
/// @param subscribers how many there may be at once
/// @param queuedItems how many items may wait for one subscriber
/// @param queuedBytes how many bytes may wait for one subscriber; an item that is larger alone is
///                    taken when nothing else waits
/// @param closing     how long [Feed#close] and [Subscription#close] wait for a subscriber at work
public record FeedLimits(
        int subscribers, int queuedItems, long queuedBytes, Duration closing) {

    public FeedLimits {
        if (subscribers < 1 || queuedItems < 1 || queuedBytes < 1 || closing.isNegative()) {
            throw new IllegalArgumentException("limits of a feed must be positive");
        }
    }
}
