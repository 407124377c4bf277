package dev.cardea.room.loop;

import dev.cardea.room.RoomType;
import dev.cardea.wire.Codec;
import io.netty.buffer.ByteBuf;

/**
 * What all rooms of a type have in common. Immutable.
 *
 * @param entry how one becomes a member
 * @param outputs what the room says, to bytes
 */
public record OwnerPlan<I, O, E>(RoomType<I, O, E> type, Entry entry, Codec<O> outputs) {
    /**
     * The bytes of a message.
     *
     * @param scratch an empty buffer, which is returned
     * @throws IllegalArgumentException if it cannot be said, or takes more than {@code bytesMax}
     */
    public ByteBuf body(O message, ByteBuf scratch, int bytesMax) {
        outputs.encode(message, scratch);
        if (scratch.readableBytes() > bytesMax) {
            throw new IllegalArgumentException(
                    "a message of %d bytes, at most %d"
                            .formatted(scratch.readableBytes(), bytesMax));
        }
        return scratch;
    }

    /** How one becomes a member. */
    public enum Entry {
        /** By asking first, which gives a seat; then by ATTACH. */
        BY_REQUEST,

        /** By ATTACH itself: the owner is the account's own agent. */
        BY_ATTACH
    }
}
