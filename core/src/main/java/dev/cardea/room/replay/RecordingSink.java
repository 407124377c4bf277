package dev.cardea.room.replay;

/** Where the bytes of one recording go. Called by the room's turns, so it must not block. */
public interface RecordingSink {
    /**
     * The next bytes, which it takes over.
     *
     * @return false if it cannot keep up: it took nothing and is told {@link #end} next
     */
    boolean take(byte[] bytes);

    /** The last bytes, few enough to be taken in any case. Nothing follows. */
    void end(byte[] bytes, Ending why);
}
