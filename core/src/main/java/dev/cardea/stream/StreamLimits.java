package dev.cardea.stream;

import java.time.Duration;

/**
 * The bounds of one owner's stream; docs/LIMITS.md lists them. Immutable.
 *
 * @param ringBytesMax bytes of messages kept for those who were away
 * @param ringAge how long a message is kept for them
 * @param detachedSeat how long a member without a connection keeps its seat
 * @param reservedSeat how long a seat waits for its first ATTACH
 * @param replayBytesPerFlush bytes replayed to one member before others get their turn
 * @param attemptWindow how far an attempt may be above the highest known (rule R4)
 */
public record StreamLimits(
        int ringBytesMax,
        Duration ringAge,
        Duration detachedSeat,
        Duration reservedSeat,
        int replayBytesPerFlush,
        int attemptWindow) {
    /** What docs/LIMITS.md says. */
    public static final StreamLimits DEFAULT =
            new StreamLimits(
                    256 * 1024,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(15),
                    32 * 1024,
                    1 << 20);
}
