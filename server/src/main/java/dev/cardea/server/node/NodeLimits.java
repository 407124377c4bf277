package dev.cardea.server.node;

import dev.cardea.stream.StreamLimits;
import dev.cardea.wire.FrameBounds;
import java.time.Duration;

/**
 * The bounds of a node; docs/LIMITS.md lists them. Immutable.
 *
 * @param roomsMax rooms, without agents
 * @param agentsMax agents: accounts with a session, also one that is away
 * @param loginsPerAccount sessions that an account may have at once; one more ends the oldest
 * @param asksMax work of rooms under way aside, in the whole node
 * @param frameBytesMax a frame to a client
 * @param outboxBytesMax bytes that wait for one link; beyond, the link is closed
 * @param turnBudget how long a room may take for one event before it is reported
 * @param streams bounds of each room's stream
 * @param ringBytesMax bytes of all rings together
 */
public record NodeLimits(
        int roomsMax,
        int agentsMax,
        int loginsPerAccount,
        int asksMax,
        int frameBytesMax,
        int outboxBytesMax,
        Duration turnBudget,
        StreamLimits streams,
        long ringBytesMax) {
    /** What docs/LIMITS.md says. */
    public static final NodeLimits DEFAULT =
            new NodeLimits(
                    10_000,
                    100_000,
                    1,
                    1024,
                    128 << 10,
                    16 << 20,
                    Duration.ofMillis(500),
                    StreamLimits.DEFAULT,
                    512L << 20);

    public NodeLimits {
        if (roomsMax < 1 || agentsMax < 1 || loginsPerAccount < 1 || asksMax < 1) {
            throw new IllegalArgumentException("each number is 1 or more");
        }
    }

    /** What a room or a service may say at once: what is left of a frame, in bytes. */
    public int bodyBytesMax() {
        return frameBytesMax - FrameBounds.HEAD_BYTES_MAX;
    }

    /** The same with another number of sessions for each account. */
    public NodeLimits withLogins(int perAccount) {
        return new NodeLimits(
                roomsMax,
                agentsMax,
                perAccount,
                asksMax,
                frameBytesMax,
                outboxBytesMax,
                turnBudget,
                streams,
                ringBytesMax);
    }

    /** The same with another number of agents. */
    public NodeLimits withAgents(int max) {
        return new NodeLimits(
                roomsMax,
                max,
                loginsPerAccount,
                asksMax,
                frameBytesMax,
                outboxBytesMax,
                turnBudget,
                streams,
                ringBytesMax);
    }

    /** The same with another number of rooms. */
    public NodeLimits withRooms(int max) {
        return new NodeLimits(
                max,
                agentsMax,
                loginsPerAccount,
                asksMax,
                frameBytesMax,
                outboxBytesMax,
                turnBudget,
                streams,
                ringBytesMax);
    }
}
