package dev.cardea.room;

import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;

/** Somebody who wants to become a member. Immutable. */
public record Applicant(SessionId session, Identity who) {
    /** What the player is known by in the data: stable and unique. */
    public String account() {
        return who.account();
    }

    /** What other players see. */
    public String name() {
        return who.name();
    }
}
