package dev.cardea.testkit;

import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;

/**
 * One direction of a wire: bytes go in at one end and come out later at the other, in order and
 * torn into pieces. Confined to the world.
 *
 * <p>The bytes under way, and those that arrived and were not read, count against a window; {@link
 * #room} says what it still takes. After {@link #sever} a first part of what was under way arrives,
 * and what is put in disappears, as on a line whose ends do not know yet.
 */
final class SimPipe {
    /** What the reading end does. */
    interface Reader {
        /** Bytes arrived; the reader takes what it likes, and the rest waits for {@link #read}. */
        void onArrival(ByteBuf bytes);
    }

    private final SimWorld world;
    private final SimLoop to;
    private final SimPath path;
    private final Cuts cuts;
    private final Reader reader;
    private final ByteBuf arrived = Unpooled.buffer();
    private final ArrayDeque<Piece> flying = new ArrayDeque<>();
    private Runnable onRoom = () -> {};
    private long lastArrivalNanos;
    private int flyingBytes;
    private long passed;
    private long severAt = Long.MAX_VALUE;
    private Runnable onSevered = () -> {};
    private boolean severed;

    /** Bytes that travel together; its identity is that of the journey. */
    private static final class Piece {
        final ByteBuf bytes;

        Piece(ByteBuf bytes) {
            this.bytes = Unpooled.copiedBuffer(bytes);
        }
    }

    /** Where the pipe may tear what is sent. */
    enum Cuts {
        ANYWHERE,
        BETWEEN_RECORDS
    }

    SimPipe(SimLoop to, SimPath path, Cuts cuts, Reader reader) {
        this.world = to.world();
        this.to = to;
        this.path = path;
        this.cuts = cuts;
        this.reader = reader;
    }

    /** Told each time that the window has opened after bytes were read. */
    void onRoom(Runnable task) {
        onRoom = task;
    }

    /** Bytes that the window still takes. */
    int room() {
        return Math.max(0, path.windowBytes() - bytesUnread());
    }

    /** Bytes ever put in. */
    long passed() {
        return passed;
    }

    /** Severs the pipe by itself once that many bytes have gone in, and then tells. */
    void severAt(long bytes, Runnable then) {
        severAt = bytes;
        onSevered = then;
    }

    /** Takes as much of {@code bytes} as the window allows. */
    void putWhatFits(ByteBuf bytes) {
        int count = Math.min(room(), bytes.readableBytes());
        if (count > 0) {
            put(bytes.readSlice(count));
        }
    }

    /** Takes all of {@code bytes}, whatever the window; they arrive later, or never. */
    void put(ByteBuf bytes) {
        while (bytes.isReadable() && !severed) {
            int count = (int) Math.min(piece(bytes), severAt - passed);
            passed += count;
            fly(bytes.readSlice(count));
            if (passed == severAt) {
                severed = true;
                onSevered.run();
            }
        }
        bytes.skipBytes(bytes.readableBytes());
    }

    private int piece(ByteBuf bytes) {
        int wanted = 1 + world.random().nextInt(path.pieceBytesMax());
        if (cuts == Cuts.ANYWHERE) {
            return Math.min(wanted, bytes.readableBytes());
        }
        int end = bytes.readerIndex();
        do {
            end += Records.bytesAt(bytes, end);
        } while (end < bytes.writerIndex() && end - bytes.readerIndex() < wanted);
        return end - bytes.readerIndex();
    }

    private void fly(ByteBuf bytes) {
        Piece piece = new Piece(bytes);
        long delay = world.between(path.delayNanosMin(), path.delayNanosMax());
        lastArrivalNanos = Math.max(lastArrivalNanos, world.nanos() + delay);
        flyingBytes += piece.bytes.readableBytes();
        flying.add(piece);
        to.arrive(lastArrivalNanos, () -> land(piece));
    }

    private void land(Piece piece) {
        if (flying.peek() != piece) {
            return; // severed while it was under way
        }
        flying.remove();
        flyingBytes -= piece.bytes.readableBytes();
        arrived.writeBytes(piece.bytes);
        read();
    }

    /** Offers the reader what has arrived. */
    void read() {
        int before = arrived.readableBytes();
        if (before > 0) {
            reader.onArrival(arrived);
            arrived.discardReadBytes();
        }
        if (arrived.readableBytes() < before) {
            onRoom.run();
        }
    }

    /**
     * Ends the pipe: of the bytes under way the first {@code keep} arrive, {@code lateNanos} from
     * now at the earliest; the rest and all later ones do not.
     *
     * @return when the last of them arrives
     */
    long sever(long keep, long lateNanos) {
        severed = true;
        ArrayDeque<ByteBuf> kept = new ArrayDeque<>();
        long left = keep;
        for (Piece piece : flying) {
            int whole = piece.bytes.readableBytes();
            int count = (int) Math.min(left, whole);
            if (count == 0 || (count < whole && cuts == Cuts.BETWEEN_RECORDS)) {
                break;
            }
            kept.add(piece.bytes.readSlice(count));
            left -= count;
        }
        flying.clear();
        flyingBytes = 0;
        lastArrivalNanos = world.nanos() + lateNanos;
        kept.forEach(this::fly);
        return lastArrivalNanos;
    }

    /** Severs at a place of chance. */
    long severSomewhere(long lateNanos) {
        return sever(world.between(0, flyingBytes), lateNanos);
    }

    boolean severed() {
        return severed;
    }

    /** A copy of the bytes under way. */
    ByteBuf underWay() {
        ByteBuf copy = Unpooled.buffer();
        flying.forEach(piece -> copy.writeBytes(piece.bytes.slice()));
        return copy;
    }

    /** Bytes under way, or arrived and not read. */
    int bytesUnread() {
        return flyingBytes + arrived.readableBytes();
    }

    /** When everything under way will have arrived. */
    long lastArrivalNanos() {
        return Math.max(lastArrivalNanos, world.nanos());
    }
}
