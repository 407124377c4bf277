package dev.cardea.room.loop;

import dev.cardea.room.RoomType;
import dev.cardea.room.saved.SavedType;
import dev.cardea.wire.Codec;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What all rooms of a type have in common. Immutable.
 *
 * @param entry how one becomes a member
 * @param outputs what the room says, to bytes
 * @param saved how such rooms are written at rest; null if they are not
 */
public record OwnerPlan<I, O, E>(
        RoomType<I, O, E> type, Entry entry, Codec<O> outputs, @Nullable SavedType<E> saved) {
    /**
     * A plan of rooms that are saved if their type says so.
     *
     * @throws dev.cardea.wire.DeclarationException if they cannot be
     */
    public OwnerPlan(RoomType<I, O, E> type, Entry entry, Codec<O> outputs) {
        this(type, entry, outputs, type.savedEvery() == null ? null : SavedType.of(type));
    }

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
