package dev.cardea.stream;

import dev.cardea.wire.Bytes;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Tells live members how the rows changed. Confined to the owner.
 *
 * <p>What all see alike is written once per link. Where members see different rows, each gets a
 * piece of its own behind that, and only the last piece moves its position.
 */
final class RowNews {
    private final Rows rows;
    private final List<LinkRoute> links;

    /** Whether this telling had something for all. */
    private boolean toldAll;

    RowNews(Rows rows, List<LinkRoute> links) {
        this.rows = rows;
        this.links = links;
    }

    /** Tells what changed, as number {@code seq}; {@code removals} takes what is to be kept. */
    void tell(long seq, Rows.Sink removals) {
        boolean differ = rows.differ();
        toldAll = false;
        rows.stamp(seq, (body, more) -> toAll(seq, body, more || differ), removals);
        if (differ) {
            for (LinkRoute route : links) {
                for (Seat seat : route.seats()) {
                    if (seat.live) {
                        toOne(route, seat, seq);
                    }
                }
            }
            rows.told();
        }
    }

    private void toAll(long seq, ByteBuf body, boolean more) {
        toldAll = true;
        for (LinkRoute route : links) {
            if (route.live > 0) {
                write(route, 0, more, seq, rows.tick(), body);
            }
        }
    }

    private void toOne(LinkRoute route, Seat seat, long seq) {
        Pieces pieces = new Pieces(route, seat, seq, rows.tick());
        rows.tell(seat.number(), pieces);
        if (toldAll && !pieces.ended) {
            pieces.end();
        }
        seat.shownAt = rows.stamped();
    }

    /** Tells a member that has become live all that it sees and others may not. */
    boolean tellWhole(LinkRoute route, Seat seat, long seq) {
        Pieces pieces = new Pieces(route, seat, seq, 0);
        rows.tellWhole(seat.number(), pieces);
        seat.shownAt = rows.stamped();
        return pieces.ended;
    }

    private static void write(
            LinkRoute route, int ref, boolean more, long seq, long tick, ByteBuf body) {
        route.write(
                new LinkFrame.Patch(route.ownerRef, ref, false, more, route.chain, seq, tick),
                body);
        route.chain = seq;
    }

    /** A patch for one member. */
    private static final class Pieces implements Rows.Sink {
        private final LinkRoute route;
        private final Seat seat;
        private final long seq;
        private final long tick;
        private boolean ended;

        Pieces(LinkRoute route, Seat seat, long seq, long tick) {
            this.route = route;
            this.seat = seat;
            this.seq = seq;
            this.tick = tick;
        }

        @Override
        public void piece(ByteBuf body, boolean more) {
            write(route, seat.ref, more, seq, tick, body);
            ended = !more;
        }

        void end() {
            route.write(
                    new LinkFrame.Patch(
                            route.ownerRef, seat.ref, false, false, route.chain, seq, tick),
                    Bytes.EMPTY);
            route.chain = seq;
        }
    }
}
