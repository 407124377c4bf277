package dev.cardea.store;

/** The store of a server without a database. Immutable. */
final class NoStore implements Store {
    @Override
    public Documents documents() {
        throw none();
    }

    @Override
    public Ledger ledger() {
        throw none();
    }

    private static IllegalStateException none() {
        return new IllegalStateException("this server has no database: database.mode is none");
    }
}
