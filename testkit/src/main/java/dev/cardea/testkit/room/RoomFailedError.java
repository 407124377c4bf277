package dev.cardea.testkit.room;

/** Fails a test, as its room threw and the test did not expect that; the cause is the room's. */
public final class RoomFailedError extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final transient RoomFailure failure;

    RoomFailedError(String where, RoomFailure failure) {
        super("%s threw %s at %s".formatted(where, failure.cause(), failure.event()));
        initCause(failure.cause());
        this.failure = failure;
    }

    /** What the room was told, and what it threw. */
    public RoomFailure failure() {
        return failure;
    }
}
