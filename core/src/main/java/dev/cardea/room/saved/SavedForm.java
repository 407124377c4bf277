package dev.cardea.room.saved;

import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.store.Holder;
import dev.cardea.store.Move;
import dev.cardea.store.Operation;
import dev.cardea.stream.OwnerSnapshot;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Utf8;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * A {@link SavedRoom} as bytes: {@code u8 version | fields | u32 CRC-32C of all before}. Stateless.
 */
public final class SavedForm {
    /** The largest room at rest, in bytes. */
    public static final int BYTES_MAX = 16 << 20;

    private static final int VERSION = 1;
    private static final int TEXT_BYTES_MAX = 1 << 16;

    private SavedForm() {}

    /**
     * The bytes of {@code room}.
     *
     * @throws IllegalArgumentException if they are more than {@link #BYTES_MAX}
     */
    public static byte[] write(SavedRoom room) {
        ByteBuf out = Unpooled.buffer(1024);
        out.writeByte(VERSION);
        Varint.writeLong(out, room.clock().tick());
        out.writeLong(room.clock().micros()).writeLong(room.clock().random());
        out.writeBoolean(room.shown().hidden());
        map(room.shown().labels(), out, (value, to) -> Utf8.write(to, value));
        Varint.writeInt(out, room.seats().nextSeat());
        list(room.seats().members(), out, SavedForm::member);
        list(room.waiting().timers(), out, SavedForm::timer);
        list(room.waiting().asks(), out, SavedForm::bytes);
        map(room.waiting().durables(), out, SavedForm::operation);
        map(room.state().cells(), out, SavedForm::bytes);
        map(room.state().tables(), out, (rows, to) -> list(rows, to, SavedForm::row));
        list(room.state().views(), out, SavedForm::view);
        if (out.readableBytes() + Integer.BYTES > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a room of %d bytes at rest, at most %d"
                            .formatted(out.readableBytes(), BYTES_MAX));
        }
        out.writeInt(checksum(out));
        byte[] written = new byte[out.readableBytes()];
        out.readBytes(written);
        return written;
    }

    private static int checksum(ByteBuf bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.nioBuffer());
        return (int) sum.getValue();
    }

    private static <T> void list(List<T> all, ByteBuf out, BiConsumer<T, ByteBuf> each) {
        Varint.writeInt(out, all.size());
        all.forEach(one -> each.accept(one, out));
    }

    private static <T> void map(Map<String, T> all, ByteBuf out, BiConsumer<T, ByteBuf> each) {
        Varint.writeInt(out, all.size());
        all.forEach(
                (name, value) -> {
                    Utf8.write(out, name);
                    each.accept(value, out);
                });
    }

    private static void bytes(Bytes bytes, ByteBuf out) {
        Varint.writeInt(out, bytes.size());
        bytes.writeTo(out);
    }

    private static void member(OwnerSnapshot.Member member, ByteBuf out) {
        Varint.writeInt(out, member.seat());
        out.writeLong(member.session().high()).writeLong(member.session().low());
        Utf8.write(out, member.who().account());
        Utf8.write(out, member.who().name());
        out.writeInt(member.applied()).writeBoolean(member.watches());
    }

    private static void timer(SavedRoom.Timer timer, ByteBuf out) {
        Utf8.write(out, timer.name());
        out.writeLong(timer.dueMicros());
        bytes(timer.event(), out);
    }

    private static void operation(Operation operation, ByteBuf out) {
        Utf8.write(out, operation.reason());
        list(operation.moves(), out, SavedForm::move);
    }

    private static void move(Move move, ByteBuf out) {
        holder(move.from(), out);
        holder(move.to(), out);
        Utf8.write(out, move.unit());
        out.writeLong(move.amount());
    }

    private static void holder(Holder holder, ByteBuf out) {
        out.writeBoolean(holder instanceof Holder.Player);
        Utf8.write(out, holder.name());
    }

    private static void row(SavedRoom.Row row, ByteBuf out) {
        out.writeLong(row.key());
        bytes(row.value(), out);
    }

    private static void view(SavedRoom.View view, ByteBuf out) {
        Varint.writeInt(out, view.member());
        out.writeLong(view.groups()).writeDouble(view.x()).writeDouble(view.y());
    }

    // ---- reading ----

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableRoomException if it is damaged, or of a newer version
     */
    public static SavedRoom read(byte[] written) throws UnreadableRoomException {
        int length = written.length - Integer.BYTES;
        if (length < 1) {
            throw new UnreadableRoomException("%d bytes are no room".formatted(written.length));
        }
        if (written[0] > VERSION) {
            throw new UnreadableRoomException(
                    "a newer build wrote it, in version %d of its form".formatted(written[0]));
        }
        ByteBuf in = Unpooled.wrappedBuffer(written);
        if (checksum(in.slice(0, length)) != in.getInt(length)) {
            throw new UnreadableRoomException("it is damaged: the checksum differs");
        }
        in.writerIndex(length).skipBytes(1);
        try {
            return room(in);
        } catch (RuntimeException wrong) { // not what we write, and yet with a good checksum
            throw new UnreadableRoomException("it is no room that this build knows", wrong);
        }
    }

    private static SavedRoom room(ByteBuf in) {
        SavedRoom.Clock clock =
                new SavedRoom.Clock(Varint.readLong(in), in.readLong(), in.readLong());
        boolean hidden = in.readBoolean();
        SavedRoom.Shown shown = new SavedRoom.Shown(map(in, SavedForm::text), hidden);
        OwnerSnapshot seats =
                new OwnerSnapshot(Varint.readInt(in), list(in, SavedForm::readMember));
        SavedRoom.Waiting waiting =
                new SavedRoom.Waiting(
                        list(in, SavedForm::readTimer),
                        list(in, SavedForm::readBytes),
                        map(in, SavedForm::readOperation));
        SavedRoom.State state =
                new SavedRoom.State(
                        map(in, SavedForm::readBytes),
                        map(in, each -> list(each, SavedForm::readRow)),
                        list(in, SavedForm::readView));
        if (in.isReadable()) {
            throw new IllegalArgumentException(in.readableBytes() + " bytes too many");
        }
        return new SavedRoom(clock, shown, seats, waiting, state);
    }

    private static <T> List<T> list(ByteBuf in, Function<ByteBuf, T> each) {
        List<T> all = new ArrayList<>();
        for (int left = Varint.readInt(in); left > 0; left--) {
            all.add(each.apply(in));
        }
        return all;
    }

    private static <T> Map<String, T> map(ByteBuf in, Function<ByteBuf, T> each) {
        Map<String, T> all = new TreeMap<>();
        for (int left = Varint.readInt(in); left > 0; left--) {
            String name = text(in);
            all.put(name, each.apply(in));
        }
        return all;
    }

    private static String text(ByteBuf in) {
        return Utf8.read(in, TEXT_BYTES_MAX);
    }

    private static Bytes readBytes(ByteBuf in) {
        return Bytes.read(in, Varint.readInt(in));
    }

    private static OwnerSnapshot.Member readMember(ByteBuf in) {
        return new OwnerSnapshot.Member(
                Varint.readInt(in),
                new SessionId(in.readLong(), in.readLong()),
                new Identity(text(in), text(in)),
                in.readInt(),
                in.readBoolean());
    }

    private static SavedRoom.Timer readTimer(ByteBuf in) {
        return new SavedRoom.Timer(text(in), in.readLong(), readBytes(in));
    }

    private static Operation readOperation(ByteBuf in) {
        String reason = text(in);
        return new Operation(list(in, SavedForm::readMove), reason);
    }

    private static Move readMove(ByteBuf in) {
        return new Move(readHolder(in), readHolder(in), text(in), in.readLong());
    }

    private static Holder readHolder(ByteBuf in) {
        boolean player = in.readBoolean();
        String name = text(in);
        return player ? new Holder.Player(name) : new Holder.House(name);
    }

    private static SavedRoom.Row readRow(ByteBuf in) {
        return new SavedRoom.Row(in.readLong(), readBytes(in));
    }

    private static SavedRoom.View readView(ByteBuf in) {
        return new SavedRoom.View(
                Varint.readInt(in), in.readLong(), in.readDouble(), in.readDouble());
    }
}
