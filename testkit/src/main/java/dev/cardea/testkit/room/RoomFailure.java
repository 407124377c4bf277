package dev.cardea.testkit.room;

import dev.cardea.room.loop.RoomEvent;

/**
 * That a room threw, which closed it. Immutable.
 *
 * @param event what it was told when it did
 * @param cause what came out of it
 */
public record RoomFailure(RoomEvent event, Throwable cause) {}
