package dev.cardea.store;

/** What a game keeps in the database. Safe from any thread. */
public interface Store {
    /** Of a server without a database: whoever asks for anything is told so. */
    Store NONE = new NoStore();

    /**
     * Records with versions.
     *
     * @throws IllegalStateException if the server has no database
     */
    Documents documents();

    /**
     * Wallets and inventories.
     *
     * @throws IllegalStateException if the server has no database
     */
    Ledger ledger();

    /** That of a server with a database. */
    static Store of(Documents documents, Ledger ledger) {
        return new Kept(documents, ledger);
    }

    /** That of a server with a database. */
    record Kept(Documents documents, Ledger ledger) implements Store {}
}
