package dev.cardea.testkit.history;

import java.util.Set;

/**
 * One thing that happened in a run, as whoever did it saw it. Immutable.
 *
 * <p>Owners, clients and messages are named by what makes them unique in the run: an owner by its
 * id, a client by its session, a message or an input by a number that its author gave it. An owner
 * that starts again from a snapshot tells a new history, that is, another epoch.
 */
public sealed interface Fact {
    // ---- what an owner did ----

    /** An owner came to be, with a history that begins at nothing. */
    record Began(String owner, long epoch) implements Fact {}

    /** An owner of that epoch wrote a snapshot that {@code snapshot} names from now on. */
    record Saved(String owner, long epoch, long snapshot) implements Fact {}

    /** An owner came to be from a snapshot; what came after it never happened. */
    record Restored(String owner, long epoch, long snapshot) implements Fact {}

    /** An owner said something on its stream to the seats that {@code audience} lists. */
    record Said(String owner, long epoch, long seq, Set<Integer> audience, long message)
            implements Fact {
        public Said {
            audience = Set.copyOf(audience);
        }
    }

    /** An owner accepted an ATTACH of that attempt of a session. */
    record Took(String owner, long epoch, String client, int attempt) implements Fact {}

    /** An owner knows that the session is without a connection, by DETACH or a broken link. */
    record Lost(String owner, long epoch, String client) implements Fact {}

    /** An owner ended a membership, and with it what it knew of the session's attempts. */
    record Ended(String owner, long epoch, String client) implements Fact {}

    /** An owner applied an input that came over that attempt of the seat's session. */
    record Applied(
            String owner, long epoch, String client, int attempt, int seat, int n, long input)
            implements Fact {}

    // ---- what a client saw ----

    /** A client sent HELLO with that attempt. */
    record Greeted(String client, int attempt) implements Fact {}

    /** A client was told that that attempt lost to another. */
    record Superseded(String client, int attempt) implements Fact {}

    /** A client was told where it stands. {@code seq} is a position only if recovered. */
    record Attached(
            String client, String owner, boolean fresh, long epoch, int seat, long seq, int applied)
            implements Fact {}

    /** A client has the full state as of {@code seq}. */
    record Stated(String client, String owner, long seq) implements Fact {}

    /** A client's game was given a message. */
    record Received(String client, String owner, long message) implements Fact {}

    /** A client's game sent an input and the client gave it that number in that seat. */
    record Sent(String client, String owner, int seat, int n, long input) implements Fact {}

    /** A client was told that its inputs of that seat up to {@code n} were applied. */
    record Acknowledged(String client, String owner, int seat, int n) implements Fact {}

    /** A client told its game that it has no seat any more, or another one. */
    record Unseated(String client, String owner) implements Fact {}

    // ---- requests ----

    /** A client asked for something. {@code once}: its effect must not happen twice. */
    record Asked(String client, int correlation, boolean once) implements Fact {}

    /** A service ran a request. */
    record Ran(String client, int correlation) implements Fact {}

    // ---- when faults have stopped and time has passed ----

    /**
     * How a client stands with an owner at the end.
     *
     * @param member whether its game still believes to be a member
     * @param epoch the epoch of the owner that lives
     * @param unacknowledged inputs that it still holds
     */
    record Settled(
            String client,
            String owner,
            boolean member,
            boolean attached,
            long epoch,
            int unacknowledged)
            implements Fact {}
}
