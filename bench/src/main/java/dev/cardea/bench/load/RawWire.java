package dev.cardea.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.function.Supplier;

/** To {@link dev.cardea.bench.raw.RawNettyServer} and its plain sibling. Confined to the loop. */
public final class RawWire implements Wire {
    private static final int ECHO = 0;
    private static final int JOIN = 1;
    private static final int SAY = 2;

    private final int bodyBytes;
    private final int room;

    private RawWire(int bodyBytes, int room) {
        this.bodyBytes = bodyBytes;
        this.room = room;
    }

    /** Requests that are echoed. */
    public static Factory echo(int bodyBytes) {
        return _ -> new RawWire(bodyBytes, -1);
    }

    /** Says nothing; connection i is in room i / roomSize. */
    public static Factory watching(int roomSize) {
        return rooms(0, roomSize);
    }

    /** Requests that go to all of a room; connection i is in room i / roomSize. */
    public static Factory rooms(int bodyBytes, int roomSize) {
        return index -> new RawWire(bodyBytes, index / roomSize);
    }

    @Override
    public void begin(ByteBuf out) {
        if (room < 0) {
            frame(out, ECHO, 0);
        } else {
            out.writeMedium(3).writeByte(JOIN).writeShort(room);
        }
    }

    @Override
    public void ask(ByteBuf out, int number) {
        frame(out, room < 0 ? ECHO : SAY, number);
    }

    private void frame(ByteBuf out, int kind, int number) {
        out.writeMedium(5 + bodyBytes).writeByte(kind).writeInt(number).writeZero(bodyBytes);
    }

    @Override
    public Heard hear(ByteBuf in, int at, int length, Supplier<ByteBuf> out) {
        int kind = in.getByte(at);
        boolean begun = kind == JOIN || (kind == ECHO && in.getInt(at + 1) == 0);
        return begun ? Heard.READY : Heard.ANSWER;
    }

    @Override
    public int number(ByteBuf in, int at, int length) {
        return length < 1 + Integer.BYTES ? 0 : in.getInt(at + 1);
    }
}
