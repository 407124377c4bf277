package dev.cardea.room;

import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The rooms of this server, as services and other rooms see them. Safe from any thread.
 *
 * <p>A stage completes in the room's thread: keep what depends on it short, or use the Async forms.
 */
public interface Rooms {
    /** Whether that room exists now. */
    boolean exists(OwnerId room);

    /**
     * Creates a room, unless it exists.
     *
     * @param room a declared type, and a key of 1 to 64 characters
     * @throws IllegalArgumentException if no such type is declared
     */
    Creation create(OwnerId room, Bytes options);

    /**
     * The rooms of a type that may be listed, oldest first; a picture that is a little old.
     *
     * @param labels what each of them says of itself
     * @param max 1 to 1,000
     * @throws IllegalArgumentException if no such type is declared, or it is not {@link
     *     RoomType#listed}
     */
    List<Listing> list(String type, Map<String, String> labels, int max);

    /**
     * Gives {@code event} to a room; it comes to {@link Room#onEvent} once, behind what was posted
     * before by the same thread.
     *
     * @param event one of the type's events
     * @return completes when the room has it, or will never have it
     * @throws IllegalArgumentException if it is not one of the type's events
     */
    CompletionStage<Posted> post(OwnerId room, Object event);

    /** What became of {@link #create}. */
    enum Creation {
        /** It is new. */
        CREATED,

        /** It was there before; its options are what they were. */
        EXISTED,

        /** This node has as many rooms as it may have. */
        FULL
    }

    /** What became of {@link #post}. */
    enum Posted {
        /** The room's method was called with it and returned. */
        DELIVERED,

        /** There is no such room, it closed before, or it failed at the event and is no more. */
        ABSENT,

        /** The room's mailbox is full; it did not get it. */
        FULL
    }
}
