package dev.cardea.stream;

import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The memberships of an owner and how long each is kept. Confined to the owner. */
final class Seats {
    private final StreamLimits limits;
    private final LongSupplier nanos;
    private final Map<SessionId, Seat> seats = new LinkedHashMap<>(4);
    private int next = 1;

    /** How many of them are spectators'. */
    private int watching;

    Seats(StreamLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /** The seat of the session, the one it has or a new one. */
    Seat reserve(SessionId session, Identity who, boolean watches) {
        Seat known = seats.get(session);
        if (known != null) {
            return known;
        }
        Seat seat = new Seat(next++, session, who, watches);
        seat.deadlineNanos = now() + limits.reservedSeat().toNanos();
        add(seat);
        return seat;
    }

    private void add(Seat seat) {
        seats.put(seat.session(), seat);
        watching += seat.watches() ? 1 : 0;
    }

    int players() {
        return seats.size() - watching;
    }

    int spectators() {
        return watching;
    }

    @Nullable Seat of(SessionId session) {
        return seats.get(session);
    }

    Collection<Seat> all() {
        return Collections.unmodifiableCollection(seats.values());
    }

    void remove(Seat seat) {
        if (seats.remove(seat.session(), seat) && seat.watches()) {
            watching--;
        }
    }

    /** From now on the seat waits for its session to come back. */
    void startWaiting(Seat seat) {
        seat.deadlineNanos = now() + limits.detachedSeat().toNanos();
    }

    List<Seat> expired() {
        long now = now();
        List<Seat> expired = List.of();
        for (Seat seat : seats.values()) {
            if (seat.route == null && seat.deadlineNanos - now <= 0) {
                expired = expired.isEmpty() ? new ArrayList<>() : expired;
                expired.add(seat);
            }
        }
        return expired;
    }

    long nextDeadlineNanos() {
        long nearest = Long.MAX_VALUE;
        for (Seat seat : seats.values()) {
            if (seat.route == null) {
                nearest = Math.min(nearest, seat.deadlineNanos);
            }
        }
        return nearest;
    }

    OwnerSnapshot snapshot() {
        List<OwnerSnapshot.Member> members = new ArrayList<>();
        for (Seat seat : seats.values()) {
            if (seat.taken) {
                members.add(
                        new OwnerSnapshot.Member(
                                seat.number(),
                                seat.session(),
                                seat.who(),
                                seat.applied,
                                seat.watches()));
            }
        }
        return new OwnerSnapshot(next, members);
    }

    void restore(OwnerSnapshot snapshot, long since) {
        next = snapshot.nextSeat();
        for (OwnerSnapshot.Member member : snapshot.members()) {
            Seat seat =
                    away(new Seat(member.seat(), member.session(), member.who(), member.watches()));
            seat.taken = true;
            seat.applied = member.applied();
            seat.since = since;
        }
    }

    int nextNumber() {
        return next;
    }

    List<OwnerHandover.Member> handOver() {
        List<OwnerHandover.Member> members = new ArrayList<>();
        for (Seat seat : seats.values()) {
            members.add(
                    new OwnerHandover.Member(
                            seat.number(),
                            seat.session(),
                            seat.who(),
                            seat.taken,
                            seat.attempt,
                            seat.applied,
                            seat.since,
                            seat.watches()));
        }
        return members;
    }

    void resume(OwnerHandover handover) {
        next = handover.nextSeat();
        for (OwnerHandover.Member member : handover.members()) {
            Seat seat =
                    away(new Seat(member.seat(), member.session(), member.who(), member.watches()));
            seat.taken = member.taken();
            seat.attempt = member.attempt();
            seat.applied = member.applied();
            seat.since = member.since();
        }
    }

    private Seat away(Seat seat) {
        startWaiting(seat);
        add(seat);
        return seat;
    }

    private long now() {
        return nanos.getAsLong();
    }
}
