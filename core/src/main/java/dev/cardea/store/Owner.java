package dev.cardea.store;

import dev.cardea.session.OwnerId;

/** Whose a document is. Immutable. */
public sealed interface Owner {
    /** A player. */
    static Owner player(String account) {
        return new Player(account);
    }

    /** The game itself: seasons, the weather, a level that is edited while the game runs. */
    static Owner game() {
        return new Game();
    }

    /** The player of that account. */
    record Player(String account) implements Owner {
        public Player {
            if (!OwnerId.isKey(account)) {
                throw new IllegalArgumentException("an account has 1 to 64 plain characters");
            }
        }
    }

    /** The game itself. */
    record Game() implements Owner {}
}
