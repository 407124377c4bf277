package dev.cardea.room;

/** What a room says to an {@link Applicant}. Immutable. */
public sealed interface Verdict {
    /** Come in. */
    record Admit() implements Verdict {
        private static final Admit ADMIT = new Admit();
    }

    /**
     * No.
     *
     * @param why shown to the player, at most 256 bytes of UTF-8
     */
    record Refuse(String why) implements Verdict {}

    /** Come in. */
    static Verdict admit() {
        return Admit.ADMIT;
    }

    /** No, and this is why. */
    static Verdict refuse(String why) {
        return new Refuse(why);
    }
}
