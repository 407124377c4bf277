package dev.cardea.room;

import dev.cardea.session.SessionId;

/**
 * A session inside a room, to play or to watch. Confined to the room, but for {@link #id} and the
 * names.
 */
public interface Member {
    /** The number that the room gave it: from 1, never given twice. */
    long id();

    /** What the player is known by in the data: stable and unique. */
    String account();

    /** What other players see. */
    String name();

    /** The session: the same player from another device is another. */
    SessionId session();

    /** Whether it has a connection now. */
    boolean attached();
}
