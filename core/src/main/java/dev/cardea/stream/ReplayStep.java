package dev.cardea.stream;

/**
 * One piece of a replay to one member (rule R3d). Confined to the owner. It ends at the head, or
 * when its bytes are spent; then the next flush goes on from the member's cursor with what the ring
 * holds by then.
 */
final class ReplayStep implements Ring.Visitor {
    private final LinkRoute route;
    private final Seat seat;
    private int bytesLeft;

    private ReplayStep(LinkRoute route, Seat seat, int bytesMax) {
        this.route = route;
        this.seat = seat;
        this.bytesLeft = bytesMax;
    }

    /** Replays up to {@code bytesMax}; whether the member now has everything. */
    static boolean run(Ring ring, LinkRoute route, Seat seat, int bytesMax) {
        ReplayStep step = new ReplayStep(route, seat, bytesMax);
        ring.visit(seat.cursor, seat.number(), step);
        return step.bytesLeft > 0;
    }

    @Override
    public boolean visit(Ring.Entry entry) {
        if (bytesLeft <= 0) {
            return false;
        }
        route.write(
                new LinkFrame.Replay(seat.ref, route.ownerRef, seat.cursor, entry.seq()),
                entry.body());
        seat.cursor = entry.seq();
        bytesLeft -= entry.bytes();
        route.replayed += entry.bytes();
        return true;
    }
}
