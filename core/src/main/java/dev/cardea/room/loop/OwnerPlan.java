package dev.cardea.room.loop;

import dev.cardea.room.RoomType;
import dev.cardea.wire.Codec;

/**
 * What all rooms of a type have in common. Immutable.
 *
 * @param entry how one becomes a member
 * @param outputs what the room says, to bytes
 */
public record OwnerPlan<I, O, E>(RoomType<I, O, E> type, Entry entry, Codec<O> outputs) {
    /** How one becomes a member. */
    public enum Entry {
        /** By asking first, which gives a seat; then by ATTACH. */
        BY_REQUEST,

        /** By ATTACH itself: the owner is the account's own agent. */
        BY_ATTACH
    }
}
