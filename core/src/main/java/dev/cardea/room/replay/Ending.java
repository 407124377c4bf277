package dev.cardea.room.replay;

/** Why a recording ends. */
public enum Ending {
    /** The room closed. */
    CLOSED("the room closed"),

    /** The room threw. */
    FAILED("the room failed"),

    /** What runs the room failed: a bug of the server. */
    FAULT("the server failed at this room"),

    /** The recording is as long as it may be. */
    FULL("it was as large as a recording may be; the room went on"),

    /** The disk did not keep up. */
    TOO_SLOW("the disk was too slow; the room went on"),

    /** An event, or what followed from it, takes more than {@link RoomRecorder#EVENT_BYTES_MAX}. */
    TOO_LARGE("an event was too large for a recording; the room went on"),

    /** An event cannot be written so that it can be read again. */
    UNSAYABLE("an event cannot be written without a loss; the room went on");

    private final String text;

    Ending(String text) {
        this.text = text;
    }

    /** In words. */
    public String text() {
        return text;
    }
}
