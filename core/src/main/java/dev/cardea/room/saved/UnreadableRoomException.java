package dev.cardea.room.saved;

/** What is there is no room at rest that this build can read. Its message says why. */
public final class UnreadableRoomException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableRoomException(String why) {
        super(why);
    }

    UnreadableRoomException(String why, RuntimeException cause) {
        super(why, cause);
    }
}
