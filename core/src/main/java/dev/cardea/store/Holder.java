package dev.cardea.store;

import dev.cardea.session.OwnerId;

/** Who holds an amount. Immutable. */
public sealed interface Holder {
    /** A valid {@link OwnerId} key: 1 to 64 plain characters. */
    String name();

    /**
     * A player. What it holds is never below zero.
     *
     * @param name its account
     */
    record Player(String name) implements Holder {
        public Player {
            check(name);
        }
    }

    /**
     * A name of the game's own for where things come from and go to, such as {@code prizes} or
     * {@code shop}. It may go below zero: what is in the hands of players is what the houses lack.
     */
    record House(String name) implements Holder {
        public House {
            check(name);
        }
    }

    private static void check(String name) {
        if (!OwnerId.isKey(name)) {
            throw new IllegalArgumentException("a holder has 1 to 64 plain characters");
        }
    }
}
