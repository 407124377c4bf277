package dev.cardea.testkit.room;

import dev.cardea.room.loop.Mail;
import dev.cardea.session.Identity;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerLink;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a member to its room, with a link of its own: gateway and transport in one.
 * What goes through it are bytes. Confined to the test.
 */
final class MemberConnection implements OwnerLink {
    /** The link's number of this connection, and of the room. */
    private static final int REF = 1;

    private static final int SEAT_MASK = 0xFF;

    private final RoomTurns<?, ?, ?> room;
    private final NetworkPath up;
    private final NetworkPath down;
    private final LinkFrame.Open who;
    private final BiConsumer<LinkFrame, ByteBuf> receiver;
    private final BiConsumer<LinkFrame, Bytes> heard;
    private final ByteBuf batch = Unpooled.buffer();
    private int attachIds;

    /** What becomes of an input's bytes at the room's end. */
    interface InputReader {
        /** The message, or null: it leaves. */
        @Nullable Object read(Bytes body);
    }

    /**
     * What a connection tells.
     *
     * @param receiver gets each frame when it arrives, and stands at its body
     * @param heard is told of each frame when the room sends it
     */
    record Ends(BiConsumer<LinkFrame, ByteBuf> receiver, BiConsumer<LinkFrame, Bytes> heard) {}

    MemberConnection(RoomTurns<?, ?, ?> room, Wires wires, Caller caller, Ends ends) {
        this.room = room;
        this.up = wires.up;
        this.down = wires.down;
        this.who = new LinkFrame.Open(REF, caller.session, caller.attempt, caller.who);
        this.receiver = ends.receiver;
        this.heard = ends.heard;
    }

    /** Both directions. */
    record Wires(NetworkPath up, NetworkPath down) {}

    /** Whose connection it is, and the how manyeth. */
    record Caller(SessionId session, Identity who, int attempt) {}

    // ---- up ----

    /** Asks for the stream from {@code position} on. */
    void attach(Position position) {
        LinkFrame.Attach frame =
                new LinkFrame.Attach(REF, ++attachIds, room.id().toString(), position);
        up.send(() -> room.offer(new Mail.Attach(this, REF, who, frame)));
    }

    void input(int seat, int n, Bytes body, InputReader reader) {
        ByteBuf record = Unpooled.buffer();
        new LinkFrame.Input(REF, REF, false, seat & SEAT_MASK, n).write(record);
        body.writeTo(record);
        up.send(() -> arrive(record, reader));
    }

    private void arrive(ByteBuf record, InputReader reader) {
        LinkFrame.Input frame = (LinkFrame.Input) LinkFrame.read(record);
        room.offer(new Mail.Input(this, frame, reader.read(Bytes.of(record))));
    }

    /** Breaks it: what is under way is lost, and the room gets to know. */
    void cut() {
        up.cut();
        down.cut();
        room.offer(new Mail.LinkLost(this));
    }

    // ---- down ----

    @Override
    public ByteBuf batch() {
        return batch;
    }

    @Override
    public void flush() {
        if (!batch.isReadable()) {
            return;
        }
        ByteBuf records = batch.readBytes(batch.readableBytes());
        batch.clear();
        if (room.witness().watches()) {
            read(records.duplicate(), (frame, body) -> heard.accept(frame, Bytes.of(body)));
        }
        down.send(() -> read(records, receiver));
    }

    private static void read(ByteBuf records, BiConsumer<LinkFrame, ByteBuf> to) {
        while (records.isReadable()) {
            int end = Records.enter(records);
            to.accept(LinkFrame.read(records), records);
            Records.leave(records, end);
        }
    }

    /** What the room has said arrives now. */
    void deliver() {
        down.deliver();
    }

    @Override
    public boolean writable() {
        return true;
    }
}
