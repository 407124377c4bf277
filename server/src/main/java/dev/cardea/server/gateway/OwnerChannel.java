package dev.cardea.server.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * One (owner, epoch) on one link, and the streams of this loop that are attached to it. Confined to
 * the loop; pure.
 */
final class OwnerChannel {
    private final int ownerRef;
    private final int number;
    private final ArrayList<ClientStream> streams = new ArrayList<>(1);

    /** The number of the owner's last event on this link; the next one names it (R6). */
    private long chain;

    OwnerChannel(int ownerRef, int number, long chain) {
        this.ownerRef = ownerRef;
        this.number = number;
        this.chain = chain;
    }

    /** The node's name for it on this link. */
    int ownerRef() {
        return ownerRef;
    }

    /** The clients' name for it; 0 for an agent. */
    int number() {
        return number;
    }

    /** Moves on if {@code prev} is the event before; false is a gap. */
    boolean follows(long prev, long seq) {
        if (prev != chain) {
            return false;
        }
        chain = seq;
        return true;
    }

    boolean isAt(long seq) {
        return chain == seq;
    }

    void restart(long seq) {
        chain = seq;
    }

    /** The streams attached to it. A view. */
    List<ClientStream> streams() {
        return streams;
    }

    void add(ClientStream stream) {
        stream.index = streams.size();
        streams.add(stream);
    }

    /** Takes it out; whether none is left. */
    boolean remove(ClientStream stream) {
        ClientStream last = streams.removeLast();
        if (!last.equals(stream)) {
            last.index = stream.index;
            streams.set(stream.index, last);
        }
        return streams.isEmpty();
    }
}
