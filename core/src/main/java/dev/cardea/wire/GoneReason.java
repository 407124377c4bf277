package dev.cardea.wire;

import org.jspecify.annotations.Nullable;

/** Why a session is no member of an owner, in GONE; the registry of docs/PROTOCOL.md. */
public enum GoneReason {
    NO_SUCH_OWNER(1, "there is no such room"),
    NO_SEAT(2, "the session has no seat there: join first"),
    LEFT(3, "left"),
    KICKED(4, "kicked"),
    ROOM_CLOSED(5, "the room closed"),
    ROOM_FAILED(6, "the room failed"),
    SEAT_EXPIRED(7, "away for too long"),
    RESTARTED(8, "the room restarted: join again"),
    FORBIDDEN(9, "not allowed");

    private final int number;
    private final String text;

    GoneReason(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** A sentence for people, used where the owner has nothing more exact to say. */
    public String text() {
        return text;
    }

    /** The reason of that number, or null where the registry has none. */
    public static @Nullable GoneReason of(int number) {
        return number >= 1 && number <= values().length ? values()[number - 1] : null;
    }
}
