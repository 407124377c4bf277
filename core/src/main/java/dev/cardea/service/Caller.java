package dev.cardea.service;

import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;

/** Who asks. Immutable. */
public record Caller(SessionId session, Identity who) {
    /** What the player is known by in the data: stable and unique. */
    public String account() {
        return who.account();
    }

    /** What other players see. */
    public String name() {
        return who.name();
    }
}
