package dev.cardea.testkit.room;

import dev.cardea.room.RoomType;

/**
 * What happens to a room, for {@link Determinism}. A script has a constructor without parameters,
 * since it is made anew in another process, and takes all its chance from {@link
 * RoomHarness#random}.
 *
 * @param <I> what a client may say
 * @param <O> what the room may say
 * @param <E> the room's own events
 */
public interface RoomScript<I, O, E> {
    /** The type of the room, made anew. */
    RoomType<I, O, E> type();

    /** What is special about the room or its network; nothing unless said otherwise. */
    default RoomSetup<I, O, E> setUp(RoomSetup<I, O, E> setup) {
        return setup;
    }

    /** Has members join, speak, drop and leave, and time pass. */
    void play(RoomHarness<I, O, E> room);
}
