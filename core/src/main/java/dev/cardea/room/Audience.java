package dev.cardea.room;

/**
 * Who sees a row of a table: see {@link TableType#seenBy}. Immutable. What changed is encoded once
 * per audience, however many members are in it.
 */
public sealed interface Audience {
    /** Groups are numbered below that. */
    int GROUPS = 64;

    /** Every member, and every spectator. */
    static Audience everyone() {
        return Everyone.INSTANCE;
    }

    /** No member; the room alone knows the row. */
    static Audience nobody() {
        return Nobody.INSTANCE;
    }

    /**
     * The members and spectators that {@link Stage#groups} has put into that group, a team for
     * example.
     *
     * @param number 0 to 63
     */
    static Audience group(int number) {
        return new Group(number);
    }

    /** One member or spectator alone, by its {@link Member#id}. */
    static Audience only(long member) {
        return new Only(member);
    }

    /** See {@link #everyone}. */
    record Everyone() implements Audience {
        private static final Everyone INSTANCE = new Everyone();
    }

    /** See {@link #nobody}. */
    record Nobody() implements Audience {
        private static final Nobody INSTANCE = new Nobody();
    }

    /** See {@link #group}. */
    record Group(int number) implements Audience {
        /** Checks the number. */
        public Group {
            if (number < 0 || number >= GROUPS) {
                throw new IllegalArgumentException("groups: 0 to 63, not " + number);
            }
        }
    }

    /** See {@link #only}. */
    record Only(long member) implements Audience {}
}
