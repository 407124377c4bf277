package dev.cardea.stream;

/** What became of an input. */
public enum InputOutcome {
    /** It counts: apply it now. */
    APPLY,

    /** It was applied before. */
    REPEATED,

    /** One before it is missing; the client sends both again at the next ATTACHED. */
    EARLY,

    /** From a connection that is not, or no longer, attached, or for another membership. */
    FOREIGN
}
