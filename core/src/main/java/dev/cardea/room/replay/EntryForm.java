package dev.cardea.room.replay;

import dev.cardea.room.Verdict;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.Utf8;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries as bytes: {@code u24 length | u8 kind | fields}. The fields of what a room was told are
 * how much later it came than the event before, in microseconds as a varint, and an {@link
 * EventForm}. Confined to the room, or to whoever replays.
 */
final class EntryForm {
    private static final int TOLD = 0;
    private static final int HEADER = 1;
    private static final int DECIDED = 2;
    private static final int CONSULTED = 3;
    private static final int SAID = 4;
    private static final int STAMPED = 5;
    private static final int CHECKED = 6;
    private static final int FAILED = 7;
    private static final int ENDED = 8;

    private static final int LENGTH_BYTES = 3;

    private final RecordedType<?, ?, ?> type;
    private long micros;

    /**
     * Of a recording.
     *
     * @param openedMicros where its times begin
     */
    EntryForm(RecordedType<?, ?, ?> type, long openedMicros) {
        this.type = type;
        this.micros = openedMicros;
    }

    // ---- the header ----

    static void write(RecordingHeader header, ByteBuf out) {
        int mark = begin(HEADER, out);
        Utf8.write(out, header.room().toString());
        Utf8.write(out, header.build());
        Utf8.write(out, header.schemaJson());
        out.writeByte(header.tickRate()).writeInt(header.messageBytesMax());
        out.writeLong(header.openedMicros());
        end(out, mark);
    }

    /**
     * Reads the first entry.
     *
     * @throws RuntimeException if it is none
     */
    static RecordingHeader readHeader(ByteBuf in) {
        ByteBuf entry = entry(in);
        if (entry.readUnsignedByte() != HEADER) {
            throw MalformedException.of(MalformedException.Kind.UNKNOWN_ID);
        }
        return new RecordingHeader(
                OwnerId.parse(EventForm.text(entry)),
                EventForm.text(entry),
                EventForm.text(entry),
                entry.readUnsignedByte(),
                entry.readInt(),
                entry.readLong());
    }

    // ---- writing ----

    /**
     * Appends an event.
     *
     * @return false if it cannot be said without a loss
     * @throws IllegalArgumentException if it cannot be said at all
     */
    boolean told(RoomEvent event, long atMicros, ByteBuf out) {
        int mark = begin(TOLD, out);
        Varint.writeLong(out, Math.max(0, atMicros - micros));
        micros = Math.max(micros, atMicros);
        boolean whole = EventForm.write(event, type, out);
        end(out, mark);
        return whole;
    }

    static void write(Entry entry, ByteBuf out) {
        switch (entry) {
            case Entry.Told told -> throw new IllegalArgumentException("see told: " + told);
            case Entry.Consulted(Entry.Question question, String answer) -> {
                int mark = begin(CONSULTED, out);
                Utf8.write(out, question.name());
                Utf8.write(out, answer);
                end(out, mark);
            }
            case Entry.Decided(Verdict verdict) -> {
                int mark = begin(DECIDED, out);
                switch (verdict) {
                    case Verdict.Admit() -> out.writeByte(1);
                    case Verdict.Refuse(String why) -> Utf8.write(out.writeByte(0), why);
                }
                end(out, mark);
            }
            case Entry.Said(int hash) -> {
                int mark = begin(SAID, out);
                out.writeInt(hash);
                end(out, mark);
            }
            case Entry.Stamped() -> end(out, begin(STAMPED, out));
            case Entry.Checked(Checkpoint checkpoint) -> write(checkpoint, out);
            case Entry.Failed(String thrown, String message) -> {
                int mark = begin(FAILED, out);
                Utf8.write(out, thrown);
                Utf8.write(out, message);
                end(out, mark);
            }
            case Entry.Ended(Ending why) -> {
                int mark = begin(ENDED, out);
                Utf8.write(out, why.name());
                end(out, mark);
            }
        }
    }

    private static void write(Checkpoint checkpoint, ByteBuf out) {
        int mark = begin(CHECKED, out);
        out.writeLong(checkpoint.said());
        write(checkpoint.members(), out);
        write(checkpoint.spectators(), out);
        write(checkpoint.waiting(), out);
        write(checkpoint.shown(), out);
        checkpoint.tables().forEach(table -> write(table, out));
        end(out, mark);
    }

    private static void write(Checkpoint.Part part, ByteBuf out) {
        Varint.writeInt(out, part.count());
        out.writeLong(part.hash());
    }

    private static int begin(int kind, ByteBuf out) {
        int mark = out.writerIndex();
        out.writeZero(LENGTH_BYTES).writeByte(kind);
        return mark;
    }

    private static void end(ByteBuf out, int mark) {
        out.setMedium(mark, out.writerIndex() - mark - LENGTH_BYTES);
    }

    // ---- reading ----

    /**
     * Reads the next entry of a chunk.
     *
     * @throws RuntimeException if it is none, or not of this type
     */
    Entry read(ByteBuf in) {
        ByteBuf entry = entry(in);
        int kind = entry.readUnsignedByte();
        Entry read =
                switch (kind) {
                    case TOLD -> readTold(entry);
                    case DECIDED -> new Entry.Decided(verdict(entry));
                    case CONSULTED ->
                            new Entry.Consulted(
                                    Entry.Question.valueOf(EventForm.text(entry)),
                                    EventForm.text(entry));
                    case SAID -> new Entry.Said(entry.readInt());
                    case STAMPED -> new Entry.Stamped();
                    case CHECKED -> new Entry.Checked(checkpoint(entry));
                    case FAILED -> new Entry.Failed(EventForm.text(entry), EventForm.text(entry));
                    case ENDED -> new Entry.Ended(Ending.valueOf(EventForm.text(entry)));
                    default -> throw MalformedException.of(MalformedException.Kind.UNKNOWN_ID);
                };
        if (entry.isReadable()) {
            throw MalformedException.of(MalformedException.Kind.TRAILING_BYTES);
        }
        return read;
    }

    private static ByteBuf entry(ByteBuf in) {
        return in.readSlice(in.readUnsignedMedium());
    }

    private Entry readTold(ByteBuf entry) {
        micros += Varint.readLong(entry);
        return new Entry.Told(micros, EventForm.read(entry.readUnsignedByte(), type, entry));
    }

    private static Verdict verdict(ByteBuf entry) {
        return entry.readBoolean() ? Verdict.admit() : Verdict.refuse(EventForm.text(entry));
    }

    private static Checkpoint checkpoint(ByteBuf entry) {
        long said = entry.readLong();
        Checkpoint.Part members = part(entry);
        Checkpoint.Part spectators = part(entry);
        Checkpoint.Part waiting = part(entry);
        Checkpoint.Part shown = part(entry);
        List<Checkpoint.Part> tables = new ArrayList<>();
        while (entry.isReadable()) {
            tables.add(part(entry));
        }
        return new Checkpoint(said, members, spectators, waiting, shown, tables);
    }

    private static Checkpoint.Part part(ByteBuf entry) {
        return new Checkpoint.Part(Varint.readInt(entry), entry.readLong());
    }
}
