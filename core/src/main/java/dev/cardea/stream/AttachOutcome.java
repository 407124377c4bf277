package dev.cardea.stream;

/** What became of an ATTACH; the frames that answer it are written already. */
public sealed interface AttachOutcome {
    /** The session takes its seat. */
    record First(Seat seat) implements AttachOutcome {}

    /** It was a member and gets the full state anew: what it missed is lost. */
    record Fresh(Seat seat) implements AttachOutcome {}

    /** It was a member and gets what it missed. */
    record Recovered(Seat seat) implements AttachOutcome {}

    /** It has no seat, or lost to a newer attempt. */
    record Refused() implements AttachOutcome {}

    /**
     * R9: the session has seen a newer epoch than this owner has. This owner is a stale copy and
     * must stop at once; nothing was written.
     */
    record Stale() implements AttachOutcome {}
}
