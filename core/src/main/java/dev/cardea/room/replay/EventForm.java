package dev.cardea.room.replay;

import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.saved.SavedForm;
import dev.cardea.room.saved.SavedRoom;
import dev.cardea.room.saved.UnreadableRoomException;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.store.Outcome;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.Utf8;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events of a room as bytes: {@code u8 kind | fields}, where a value of the game is the rest.
 * Stateless.
 */
final class EventForm {
    private static final int OPENED = 1;
    private static final int REQUESTED = 2;
    private static final int JOINED = 3;
    private static final int DROPPED = 4;
    private static final int RESUMED = 5;
    private static final int LEFT = 6;
    private static final int RECEIVED = 7;
    private static final int TICKED = 8;
    private static final int FIRED = 9;
    private static final int ANSWERED = 10;
    private static final int UNANSWERED = 11;
    private static final int POSTED = 12;
    private static final int CLOSING = 13;
    private static final int WATCHED = 14;
    private static final int SETTLED = 15;

    private static final int RESTORED = 16;

    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int TRY_LATER = 2;

    private static final int TEXT_BYTES_MAX = Chunks.BODY_BYTES_MAX;

    private EventForm() {}

    /**
     * Appends {@code event}.
     *
     * @return false if what was written is not the event: it cannot be said without a loss
     * @throws IllegalArgumentException if it cannot be said at all
     */
    static boolean write(RoomEvent event, RecordedType<?, ?, ?> type, ByteBuf out) {
        switch (event) {
            case RoomEvent.Opened(Opening.Created how, long seed) -> {
                out.writeByte(OPENED).writeLong(seed).writeBoolean(how.hidden());
                labels(how.labels(), out);
                how.options().writeTo(out);
            }
            case RoomEvent.Restored(SavedRoom room, Duration age) ->
                    out.writeByte(RESTORED)
                            .writeLong(age.toMillis())
                            .writeBytes(SavedForm.write(room));
            case RoomEvent.Requested(Applicant who, Bytes options) -> {
                out.writeByte(REQUESTED);
                who(who.session(), who.who(), out);
                out.writeBoolean(who.watches());
                options.writeTo(out);
            }
            case RoomEvent.Joined(int member, SessionId session, Identity who) -> {
                member(JOINED, member, out);
                who(session, who, out);
            }
            case RoomEvent.Watched(int member, SessionId session, Identity who) -> {
                member(WATCHED, member, out);
                who(session, who, out);
            }
            case RoomEvent.Dropped(int member) -> member(DROPPED, member, out);
            case RoomEvent.Resumed(int member, Recovery how) ->
                    Utf8.write(member(RESUMED, member, out), how.name());
            case RoomEvent.Left(int member, LeaveReason why) ->
                    Utf8.write(member(LEFT, member, out), why.name());
            case RoomEvent.Received(int member, Object input) ->
                    type.writeInput(input, member(RECEIVED, member, out));
            case RoomEvent.Ticked(long tick) -> Varint.writeLong(out.writeByte(TICKED), tick);
            case RoomEvent.Fired(String timer) -> Utf8.write(out.writeByte(FIRED), timer);
            case RoomEvent.Answered(long ask, Object answer) -> {
                Varint.writeLong(out.writeByte(answer == null ? UNANSWERED : ANSWERED), ask);
                return answer == null || type.writeEvent(answer, out);
            }
            case RoomEvent.Settled(String key, Outcome outcome) -> {
                Utf8.write(out.writeByte(SETTLED), key);
                outcome(outcome, out);
            }
            case RoomEvent.Posted(Object posted) -> {
                return type.writeEvent(posted, out.writeByte(POSTED));
            }
            case RoomEvent.Closing(LeaveReason why) ->
                    Utf8.write(out.writeByte(CLOSING), why.name());
        }
        return true;
    }

    private static ByteBuf member(int kind, int member, ByteBuf out) {
        Varint.writeInt(out.writeByte(kind), member);
        return out;
    }

    private static void outcome(Outcome outcome, ByteBuf out) {
        switch (outcome) {
            case Outcome.Done() -> out.writeByte(DONE);
            case Outcome.Refused(Outcome.Reason reason, String text) -> {
                Utf8.write(out.writeByte(REFUSED), reason.name());
                Utf8.write(out, text);
            }
            case Outcome.TryLater(int millis) -> out.writeByte(TRY_LATER).writeInt(millis);
        }
    }

    private static void labels(Map<String, String> labels, ByteBuf out) {
        Varint.writeInt(out, labels.size());
        labels.forEach(
                (name, value) -> {
                    Utf8.write(out, name);
                    Utf8.write(out, value);
                });
    }

    private static void who(SessionId session, Identity who, ByteBuf out) {
        out.writeLong(session.high()).writeLong(session.low());
        Utf8.write(out, who.account());
        Utf8.write(out, who.name());
    }

    /**
     * Reads what {@link #write} wrote, and all that is there.
     *
     * @throws RuntimeException if it is none: {@link MalformedException} or another that a value's
     *     own constructor throws
     */
    static RoomEvent read(int kind, RecordedType<?, ?, ?> type, ByteBuf in) {
        return switch (kind) {
            case OPENED -> {
                long seed = in.readLong();
                boolean hidden = in.readBoolean();
                Map<String, String> labels = labels(in);
                yield new RoomEvent.Opened(new Opening.Created(rest(in), labels, hidden), seed);
            }
            case RESTORED -> restored(in);
            case REQUESTED -> {
                Applicant who = new Applicant(session(in), identity(in), in.readBoolean());
                yield new RoomEvent.Requested(who, rest(in));
            }
            case JOINED -> new RoomEvent.Joined(Varint.readInt(in), session(in), identity(in));
            case WATCHED -> new RoomEvent.Watched(Varint.readInt(in), session(in), identity(in));
            case DROPPED -> new RoomEvent.Dropped(Varint.readInt(in));
            case RESUMED -> new RoomEvent.Resumed(Varint.readInt(in), Recovery.valueOf(text(in)));
            case LEFT -> new RoomEvent.Left(Varint.readInt(in), LeaveReason.valueOf(text(in)));
            case RECEIVED -> new RoomEvent.Received(Varint.readInt(in), type.inputs().decode(in));
            case TICKED -> new RoomEvent.Ticked(Varint.readLong(in));
            case FIRED -> new RoomEvent.Fired(text(in));
            case ANSWERED -> answered(in, type);
            case UNANSWERED -> new RoomEvent.Answered(Varint.readLong(in), null);
            case SETTLED -> new RoomEvent.Settled(text(in), outcome(in));
            case POSTED -> new RoomEvent.Posted(type.events().decode(in));
            case CLOSING -> new RoomEvent.Closing(LeaveReason.valueOf(text(in)));
            default -> throw MalformedException.of(MalformedException.Kind.UNKNOWN_ID);
        };
    }

    private static RoomEvent restored(ByteBuf in) {
        Duration age = Duration.ofMillis(in.readLong());
        try {
            return new RoomEvent.Restored(SavedForm.read(rest(in).toArray()), age);
        } catch (UnreadableRoomException damaged) {
            throw new IllegalArgumentException(damaged);
        }
    }

    private static Outcome outcome(ByteBuf in) {
        return switch (in.readByte()) {
            case DONE -> new Outcome.Done();
            case REFUSED -> new Outcome.Refused(Outcome.Reason.valueOf(text(in)), text(in));
            case TRY_LATER -> new Outcome.TryLater(in.readInt());
            default -> throw MalformedException.of(MalformedException.Kind.UNKNOWN_ID);
        };
    }

    private static RoomEvent answered(ByteBuf in, RecordedType<?, ?, ?> type) {
        long ask = Varint.readLong(in);
        @Nullable Object answer = type.events().decode(in);
        return new RoomEvent.Answered(ask, answer);
    }

    private static Map<String, String> labels(ByteBuf in) {
        Map<String, String> labels = new TreeMap<>();
        for (int left = Varint.readInt(in); left > 0; left--) {
            labels.put(text(in), text(in));
        }
        return labels;
    }

    private static Bytes rest(ByteBuf in) {
        return Bytes.read(in, in.readableBytes());
    }

    private static SessionId session(ByteBuf in) {
        return new SessionId(in.readLong(), in.readLong());
    }

    private static Identity identity(ByteBuf in) {
        return new Identity(text(in), text(in));
    }

    static String text(ByteBuf in) {
        return Utf8.read(in, TEXT_BYTES_MAX);
    }
}
