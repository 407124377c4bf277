package dev.cardea.store;

/** What became of an operation. Immutable. */
public sealed interface Outcome {
    /** It happened, once, and is on disk. */
    record Done() implements Outcome {}

    /**
     * It did not happen, and never will under this id: the answer is kept like that of {@link
     * Done}.
     */
    record Refused(Reason reason, String text) implements Outcome {}

    /**
     * It is not known: the database is away, slow or full. It may have happened. Ask again with the
     * same id.
     *
     * @param retryAfterMillis when it is worth asking again
     */
    record TryLater(int retryAfterMillis) implements Outcome {}

    /** Why an operation did not happen. */
    enum Reason {
        /** A player does not have that much. */
        NOT_ENOUGH,
        /** A player would have more than {@link Move#AMOUNT_MAX}. */
        TOO_MUCH,
        /** Another operation has this id. This answer alone is not kept. */
        ID_REUSED,
        /** The room that asks is not the room any more: another process took it over. Not kept. */
        FENCED
    }
}
