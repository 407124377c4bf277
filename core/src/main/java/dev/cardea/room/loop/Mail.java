package dev.cardea.room.loop;

import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Rooms;
import dev.cardea.store.Outcome;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerLink;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.Seat;
import dev.cardea.wire.Bytes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What waits in a room's mailbox. Immutable. */
public sealed interface Mail {
    /** A connection wants the room's stream. */
    record Attach(OwnerLink link, int ownerRef, LinkFrame.Open who, LinkFrame.Attach frame)
            implements Mail {}

    /** A connection left the stream, or is gone. */
    record Detach(OwnerLink link, int ref) implements Mail {}

    /** The link broke, or nobody behind it is interested any more. */
    record LinkLost(OwnerLink link) implements Mail {}

    /**
     * A member's input.
     *
     * @param message what it says, or null: it leaves
     */
    record Input(OwnerLink link, LinkFrame.Input frame, @Nullable Object message) implements Mail {}

    /** Inputs of that connection were dropped, as its share was full: it must send them again. */
    record Overrun(OwnerLink link, int ref) implements Mail {}

    /** Somebody wants to be a member, or to watch. */
    record Join(Applicant who, Bytes options, Consumer<Joining> answer) implements Mail {}

    /** A service or another room gives it an event. */
    record Post(Object event, Consumer<Rooms.Posted> answer) implements Mail {}

    /**
     * Work of the room is done.
     *
     * @param event what it came to, or null if it failed
     */
    record Answer(long ask, @Nullable Object event) implements Mail {}

    /** It is known what became of a durable operation of the room. */
    record Settled(String key, Outcome outcome) implements Mail {}

    /** Somebody wants to know who is there. */
    record Count(Consumer<Headcount> answer) implements Mail {}

    /** The room is closed from outside. */
    record Close(LeaveReason why, String text) implements Mail {}

    /** What became of a {@link Join}. */
    sealed interface Joining {
        /** It has a seat, to be taken by ATTACH. */
        record Seated() implements Joining {}

        /** The room said no. */
        record Refused(String why) implements Joining {}

        /** All seats of that kind are taken. */
        record Full() implements Joining {}

        /**
         * It has a seat of the other kind, which it must leave first.
         *
         * @param watches whether that is a spectator's
         */
        record SeatedOtherwise(boolean watches) implements Joining {}

        /** The room is over. */
        record Over() implements Joining {}
    }

    /**
     * Who is there, spectators aside: whether a player can be reached is what is asked.
     *
     * @param members those with a seat, taken or reserved
     * @param attached those of them with a connection
     */
    record Headcount(int members, int attached) {
        static Headcount of(OwnerStream stream) {
            int attached = 0;
            for (Seat seat : stream.seats()) {
                attached += seat.attached() && !seat.watches() ? 1 : 0;
            }
            return new Headcount(stream.players(), attached);
        }
    }
}
