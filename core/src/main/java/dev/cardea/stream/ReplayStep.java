package dev.cardea.stream;

import dev.cardea.wire.Bytes;
import io.netty.buffer.ByteBuf;

/**
 * One piece of what a member is told that attached: the state, if it is fresh, then all that it
 * missed (rules R3a, R3d). Confined to the owner. It ends at the head, or when its bytes are spent;
 * then the next flush goes on from the member's cursor with what is there by then.
 *
 * <p>What was missed is one merge of ring and rows in the order of their numbers, so that wherever
 * it stops the member's position is true. What has one number is never torn.
 */
final class ReplayStep implements Ring.Visitor {
    private static final long NONE = -1;

    private final LinkRoute route;
    private final Seat seat;
    private final Rows shown;
    private final Rows.Cursor rows;
    private int bytesLeft;

    /** The number of a patch of which removals were written and rows may follow, or NONE. */
    private long open = NONE;

    private ReplayStep(LinkRoute route, Seat seat, Rows shown, int bytesMax) {
        this.route = route;
        this.seat = seat;
        this.shown = shown;
        this.rows = shown.after(seat.cursor);
        this.bytesLeft = bytesMax;
    }

    /** Replays up to {@code bytesMax} or little more; whether the member now has everything. */
    static boolean run(Ring ring, Rows rows, LinkRoute route, Seat seat, int bytesMax) {
        ReplayStep step = new ReplayStep(route, seat, rows, bytesMax);
        if (step.state()) {
            ring.visit(seat.cursor, seat.number(), step);
            step.close();
            step.rowsUpTo(Long.MAX_VALUE - 1);
        }
        return step.bytesLeft > 0;
    }

    /** Whether the state is complete. */
    private boolean state() {
        if (!seat.inState) {
            return true;
        }
        while (rows.seq() <= seat.stateSeq) {
            if (bytesLeft <= 0) {
                return false;
            }
            long number = rows.seq();
            rows.write((body, more) -> state(body));
            seat.cursor = number;
        }
        shown.tellWhole(seat.number(), (body, more) -> state(body));
        seat.shownAt = shown.stamped();
        route.write(new LinkFrame.State(seat.ref, route.ownerRef, true, seat.stateSeq));
        seat.inState = false;
        seat.cursor = seat.stateSeq;
        return true;
    }

    private void state(ByteBuf body) {
        route.write(new LinkFrame.State(seat.ref, route.ownerRef, false, seat.stateSeq), body);
        spend(body.readableBytes());
    }

    @Override
    public boolean visit(Ring.Entry entry) {
        if (open != entry.seq()) {
            close();
            if (!rowsUpTo(entry.seq() - 1)) {
                return false;
            }
        }
        if (entry.patch()) {
            open = entry.seq();
            route.write(patch(entry.seq(), true), entry.body());
        } else {
            route.write(
                    new LinkFrame.Replay(seat.ref, route.ownerRef, seat.cursor, entry.seq()),
                    entry.body());
            seat.cursor = entry.seq();
        }
        spend(entry.bytes());
        return true;
    }

    /** Ends the patch that removals began. */
    private void close() {
        if (open == NONE) {
            return;
        }
        if (rows.seq() == open) {
            rowsOf(open);
        } else {
            route.write(patch(open, false), Bytes.EMPTY);
            seat.cursor = open;
        }
        open = NONE;
    }

    /** Writes rows up to that number; whether there are bytes left for what follows. */
    private boolean rowsUpTo(long number) {
        while (bytesLeft > 0 && rows.seq() <= number) {
            rowsOf(rows.seq());
        }
        return bytesLeft > 0;
    }

    private void rowsOf(long number) {
        rows.write((body, more) -> rowsOf(number, body, more));
        seat.cursor = number;
    }

    private void rowsOf(long number, ByteBuf body, boolean more) {
        route.write(patch(number, more), body);
        spend(body.readableBytes());
    }

    /** Without a tick: the rows are newer than the tick at which they got that number. */
    private LinkFrame.Patch patch(long number, boolean more) {
        return new LinkFrame.Patch(route.ownerRef, seat.ref, true, more, seat.cursor, number, 0);
    }

    private void spend(int bytes) {
        bytesLeft -= bytes;
        route.replayed += bytes;
    }
}
