package dev.cardea.room;

import java.util.function.UnaryOperator;

/**
 * One saved value of a room. Confined to the room. Members do not see it.
 *
 * @param <R> an immutable record
 */
public interface Cell<R> {
    /** The value. */
    R get();

    /** Replaces the value. */
    void set(R value);

    /** Replaces the value by {@code change} of it. */
    default void update(UnaryOperator<R> change) {
        set(change.apply(get()));
    }
}
