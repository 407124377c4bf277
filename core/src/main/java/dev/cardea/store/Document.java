package dev.cardea.store;

import java.time.Instant;

/**
 * A record as it was in the database. Immutable.
 *
 * @param key names it among its owner's documents of one type
 * @param version 1 or more; each change of what has this key adds 1, its removal too
 * @param updated when it was written, by the database's clock
 */
public record Document<D extends Record>(
        Owner owner, String key, long version, D value, Instant updated) {}
