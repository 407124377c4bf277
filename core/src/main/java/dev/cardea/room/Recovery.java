package dev.cardea.room;

/** What a member that is back knows of the room. */
public enum Recovery {
    /** Everything: what it missed was sent after. */
    RECOVERED,

    /** Nothing of before: it was given the full state anew. */
    FRESH
}
