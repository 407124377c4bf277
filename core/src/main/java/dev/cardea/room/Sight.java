package dev.cardea.room;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How a table decides which member sees which row. Immutable.
 *
 * @param <R> the record of a row
 */
public sealed interface Sight<R> {
    /** Every member sees every row. */
    record Whole<R>() implements Sight<R> {}

    /**
     * The row says who sees it.
     *
     * @param of called when a row is put; must depend on the row alone
     */
    record ByAudience<R>(Function<? super R, Audience> of) implements Sight<R> {}

    /**
     * A member sees the rows near the place it looks from.
     *
     * @param x where a row is; called when it is put, must depend on the row alone and be finite
     * @param y likewise
     * @param enter a row comes in sight at that distance
     * @param leave a row that is in sight goes out of it beyond that distance; not below {@code
     *     enter}, and a little more keeps rows at the edge from coming and going
     */
    record Near<R>(
            ToDoubleFunction<? super R> x,
            ToDoubleFunction<? super R> y,
            double enter,
            double leave)
            implements Sight<R> {
        /** Checks the distances. */
        public Near {
            if (!(enter > 0) || !(leave >= enter) || leave == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        "distances: 0 < enter <= leave < infinity, not " + enter + ", " + leave);
            }
        }
    }
}
