package dev.cardea.room;

/** Why somebody is no member any more. */
public enum LeaveReason {
    /** It left. */
    LEFT,

    /** The room kicked it. */
    KICKED,

    /** It had no connection for too long. */
    TIMED_OUT,

    /** The room closed itself. */
    ROOM_CLOSED,

    /** The server closes. */
    SERVER_CLOSING
}
