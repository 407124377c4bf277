package dev.cardea.server.admin;

/** Whether the database answers. */
public enum DatabaseState {
    /** The server works without one. */
    NONE,
    /** It does. */
    UP,
    /** It does not, or not within a second; rooms run on, and what needs it is told to wait. */
    DOWN
}
