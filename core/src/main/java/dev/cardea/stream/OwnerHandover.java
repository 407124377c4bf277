package dev.cardea.stream;

import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.wire.Bytes;
import java.util.List;

/**
 * All of an owner's stream, for a live move (rule R7): the history goes on elsewhere, so the epoch
 * stays. Immutable.
 */
public record OwnerHandover(
        long epoch, long seq, long ringFloor, List<Said> ring, int nextSeat, List<Member> members) {
    public OwnerHandover {
        ring = List.copyOf(ring);
        members = List.copyOf(members);
    }

    /**
     * One message in the ring.
     *
     * @param patch whether it is a part of a patch
     * @param to the only seat that may see it, or 0
     */
    public record Said(long seq, int to, boolean patch, Bytes body, long atNanos) {}

    /** One seat, taken or reserved. */
    public record Member(
            int seat,
            SessionId session,
            Identity who,
            boolean taken,
            int attempt,
            int applied,
            long since,
            boolean watches) {}
}
