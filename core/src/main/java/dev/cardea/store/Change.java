package dev.cardea.store;

/** One change of a batch. Immutable. */
public sealed interface Change {
    /** What is changed. */
    DocumentType<?> type();

    /** Whose document. */
    Owner owner();

    /** Which of them. */
    String key();

    /** A document is to be {@code value}. */
    record Write<D extends Record>(
            DocumentType<D> type, Owner owner, String key, D value, IfVersion condition)
            implements Change {}

    /** A document is to be gone. */
    record Remove<D extends Record>(DocumentType<D> type, Owner owner, String key, long version)
            implements Change {}
}
