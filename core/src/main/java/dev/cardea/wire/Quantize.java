package dev.cardea.wire;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@code float} or {@code double} sent as the number of its step above {@link #min}: {@code step
 * = 0.01, min = -1, max = 1} takes 201 values in one or two octets. A value outside of the range is
 * clamped and reported to the {@link ClampListener}; NaN is refused.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Quantize {
    /** The largest number of steps between {@link #min} and {@link #max}. */
    int STEPS_MAX = Integer.MAX_VALUE;

    /** The distance of two neighbours, above 0. */
    double step();

    /** The least value, step 0. */
    double min();

    /** The greatest value; it lies on a step. */
    double max();
}
