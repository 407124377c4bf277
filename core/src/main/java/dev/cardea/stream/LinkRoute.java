package dev.cardea.stream;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What an owner knows of one link: who is behind it, and what it said there last. Confined to the
 * owner.
 */
final class LinkRoute {
    final OwnerLink link;
    final int ownerRef;

    /** The number of the last event said on this link; the next one names it (rule R6). */
    long chain;

    /** Members in the live audience here. */
    int live;

    /** Bytes replayed here in this flush. */
    int replayed;

    private final IntObjectHashMap<Seat> seats = new IntObjectHashMap<>(4);

    /** Seats that were told AGAIN here and whose connection has not come back to that. */
    private final IntObjectHashMap<Seat> asked = new IntObjectHashMap<>(1);

    LinkRoute(OwnerLink link, int ownerRef, long chain) {
        this.link = link;
        this.ownerRef = ownerRef;
        this.chain = chain;
    }

    void put(int ref, Seat seat) {
        asked.remove(ref);
        seats.put(ref, seat);
    }

    void ask(int ref, Seat seat) {
        asked.put(ref, seat);
    }

    /** The seat that was told AGAIN by that ref, and is not awaited there any more; or null. */
    @Nullable Seat takeAsked(int ref) {
        return asked.remove(ref);
    }

    Collection<Seat> asked() {
        return asked.values();
    }

    void remove(int ref) {
        seats.remove(ref);
    }

    @Nullable Seat seat(int ref) {
        return seats.get(ref);
    }

    Collection<Seat> seats() {
        return seats.values();
    }

    void write(LinkFrame frame) {
        write(frame, Bytes.EMPTY);
    }

    /** Copies {@code body}. */
    void write(LinkFrame frame, ByteBuf body) {
        ByteBuf batch = link.batch();
        int mark = Records.begin(batch);
        frame.write(batch);
        batch.writeBytes(body, body.readerIndex(), body.readableBytes());
        Records.end(batch, mark);
    }

    void write(LinkFrame frame, Bytes body) {
        ByteBuf batch = link.batch();
        int mark = Records.begin(batch);
        frame.write(batch);
        body.writeTo(batch);
        Records.end(batch, mark);
    }
}
