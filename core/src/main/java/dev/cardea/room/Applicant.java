package dev.cardea.room;

import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;

/**
 * Somebody who wants a seat in a room. Immutable.
 *
 * @param watches whether to watch, else to play: see {@link RoomType#spectators}
 */
public record Applicant(SessionId session, Identity who, boolean watches) {
    /** Somebody who wants to become a member. */
    public Applicant(SessionId session, Identity who) {
        this(session, who, false);
    }

    /** What the player is known by in the data: stable and unique. */
    public String account() {
        return who.account();
    }

    /** What other players see. */
    public String name() {
        return who.name();
    }
}
