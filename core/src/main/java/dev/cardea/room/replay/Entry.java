package dev.cardea.room.replay;

import dev.cardea.room.Verdict;
import dev.cardea.room.loop.RoomEvent;

/** One entry of a recording, behind its header. Immutable. */
sealed interface Entry {
    /** The room was told something, at that room time. */
    record Told(long micros, RoomEvent event) implements Entry {}

    /**
     * Within the event before it, the room asked for something that is not its own.
     *
     * @param answer the name of a constant, {@link ListingsForm}, or {@link Outside#PENDING} or
     *     {@link Outside#THREW}
     */
    record Consulted(Question question, String answer) implements Entry {}

    /** What the room decided at the request before it. */
    record Decided(Verdict verdict) implements Entry {}

    /** At the event before it the room said something; a hash of all that it said so far. */
    record Said(int hash) implements Entry {}

    /** The changed rows were told, so that slots of removed rows may be given anew. */
    record Stamped() implements Entry {}

    /** What the room is now. */
    record Checked(Checkpoint checkpoint) implements Entry {}

    /** At the event before it the room threw. */
    record Failed(String thrown, String message) implements Entry {}

    /** Nothing follows. */
    record Ended(Ending why) implements Entry {}

    /** What a room may ask at once, outside of itself. */
    enum Question {
        EXISTS,
        CREATE,
        LIST,
        POST,
        SEND,
        PRESENCE
    }
}
