package dev.cardea.room.loop;

import dev.cardea.room.RoomType;
import io.netty.buffer.ByteBuf;

/**
 * What all rooms of a type have in common. Immutable.
 *
 * @param entry how one becomes a member
 * @param writer outputs to bytes
 */
public record OwnerPlan<I, O, E>(RoomType<I, O, E> type, Entry entry, Writer<O> writer) {
    /** How one becomes a member. */
    public enum Entry {
        /** By asking first, which gives a seat; then by ATTACH. */
        BY_REQUEST,

        /** By ATTACH itself: the owner is the account's own agent. */
        BY_ATTACH
    }

    /** Appends {@code varint message id | value} to a buffer. */
    @FunctionalInterface
    public interface Writer<O> {
        /** Appends {@code message} to {@code out}. */
        void write(O message, ByteBuf out);
    }
}
