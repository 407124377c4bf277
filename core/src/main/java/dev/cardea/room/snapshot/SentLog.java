package dev.cardea.room.snapshot;

import java.util.ArrayList;
import java.util.List;

/** The last datagrams to one member, until it says that it has them. Confined to the room. */
final class SentLog {
    /** As many as an acknowledgement can speak of. */
    private static final int DATAGRAMS = 33;

    private final List<Datagram> ring = new ArrayList<>(DATAGRAMS);
    private int next;

    /** What one had: the slots' states at that time. */
    record Datagram(long tick, List<Told> told) {}

    void add(Datagram sent) {
        if (ring.size() < DATAGRAMS) {
            ring.add(sent);
            return;
        }
        ring.set(next, sent);
        next = (next + 1) % DATAGRAMS;
    }

    /**
     * The member has these.
     *
     * @param newest the tick of the newest
     * @param before bit n: that of {@code n + 1} ticks before as well
     */
    void acked(long newest, int before) {
        for (Datagram each : ring) {
            long age = newest - each.tick;
            if (age == 0 || (age > 0 && age <= Integer.SIZE && (before >>> (age - 1) & 1) != 0)) {
                each.told.forEach(told -> told.acked(each.tick));
            }
        }
    }
}
