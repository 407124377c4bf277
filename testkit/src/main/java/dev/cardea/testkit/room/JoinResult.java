package dev.cardea.testkit.room;

/**
 * What became of the wish to be a member, or to watch. Immutable.
 *
 * @param <I> what may be said to the room
 * @param <O> what the room may say
 */
public sealed interface JoinResult<I, O> {
    /** It is a member or watches, and has the state of the room. */
    record Joined<I, O>(SimMember<I, O> member) implements JoinResult<I, O> {}

    /** {@link dev.cardea.room.Room#onRequest} said no. */
    record Refused<I, O>(String why) implements JoinResult<I, O> {}

    /** All seats of that kind are taken; the room was not asked. */
    record Full<I, O>() implements JoinResult<I, O> {}

    /** The room is over, or was before the member was there. */
    record Over<I, O>() implements JoinResult<I, O> {}
}
