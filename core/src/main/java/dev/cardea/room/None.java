package dev.cardea.room;

/** The empty family of messages, for a room that takes no inputs or has no events. */
public final class None {
    private None() {}
}
