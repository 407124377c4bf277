package dev.cardea.stream;

import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * One membership of a session in an owner. Confined to the owner.
 *
 * <p>Its number is never used twice in an epoch, so that what is in flight for an older membership
 * cannot be taken for this one (rule R15).
 */
public final class Seat {
    /** Told nothing yet. */
    static final long NEVER = -1;

    private final int number;
    private final SessionId session;
    private final Identity who;
    private final boolean watches;

    /** Highest attempt known, 0 before the first ATTACH and after a restore. */
    int attempt;

    /** Number of the newest input applied. */
    int applied;

    /** What the gateway was told of {@link #applied}. */
    int appliedTold;

    /** Whether the first ATTACH has come. */
    boolean taken;

    /** The owner's number when the seat was taken: nothing before it is this member's to see. */
    long since;

    /** Where the session is now, or null while it is away. */
    @Nullable LinkRoute route;

    /** The gateway's number of the session's connection; means something while routed. */
    int ref;

    int attachId;

    /** In the live audience: the replay has reached the head. */
    boolean live;

    /** Number of the last thing replayed; means something while routed and not live. */
    long cursor;

    /** The state is not told to its end: the cursor is among the rows. */
    boolean inState;

    /** The owner's number when the state began; rows that changed after it come with the rest. */
    long stateSeq;

    /** {@link Rows#stamped} when it was told what it alone sees, or {@link #NEVER}. */
    long shownAt = NEVER;

    /** When the seat is given up, unless routed. */
    long deadlineNanos;

    Seat(int number, SessionId session, Identity who, boolean watches) {
        this.number = number;
        this.session = session;
        this.who = who;
        this.watches = watches;
    }

    /** The number of the membership, from 1. */
    public int number() {
        return number;
    }

    /** Whose it is. */
    public SessionId session() {
        return session;
    }

    /** Whose it is. */
    public Identity who() {
        return who;
    }

    /** Whether it is a spectator's, else a player's. */
    public boolean watches() {
        return watches;
    }

    /** Whether a connection of the session is attached now. */
    public boolean attached() {
        return route != null;
    }

    /** Whether the session has ever attached to it; before, it is only reserved. */
    public boolean taken() {
        return taken;
    }

    /** Number of the newest input applied. */
    public int applied() {
        return applied;
    }
}
