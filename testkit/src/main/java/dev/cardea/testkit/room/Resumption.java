package dev.cardea.testkit.room;

import dev.cardea.room.Recovery;

/** What became of a member that came back. Immutable. */
public sealed interface Resumption {
    /** It is a member as before; {@code how}: what it knows of what it missed. */
    record Back(Recovery how) implements Resumption {}

    /** It is a member no more. */
    record Lost(Gone gone) implements Resumption {}
}
