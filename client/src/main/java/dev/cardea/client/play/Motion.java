package dev.cardea.client.play;

import java.util.function.BiPredicate;

/**
 * How the rows of a table move, which only their game can know. Immutable.
 *
 * @param <R> the record of a row
 */
public final class Motion<R> {
    /** The most that {@link #extrapolationTicks} may be. */
    public static final double EXTRAPOLATION_TICKS_MAX = 16;

    private static final double TURN = 2 * Math.PI;

    private final Mix<R> mix;
    private final BiPredicate<? super R, ? super R> snap;
    private final double extrapolationTicks;

    private Motion(Mix<R> mix, BiPredicate<? super R, ? super R> snap, double extrapolationTicks) {
        this.mix = mix;
        this.snap = snap;
        this.extrapolationTicks = extrapolationTicks;
    }

    /** A row between two others. */
    @FunctionalInterface
    public interface Mix<R> {
        /**
         * The row at that part of the way. Each number that moves is {@link Motion#line} or {@link
         * Motion#turn} of both; whatever does not move is as in {@code from}.
         *
         * @param fraction 0 at {@code from}, 1 at {@code to}; above 1 only where {@link
         *     Motion#extrapolationTicks} allows it
         */
        R mix(R from, R to, double fraction);
    }

    /** Rows that glide from each one to the next, and never beyond the newest. */
    public static <R> Motion<R> of(Mix<R> mix) {
        return new Motion<>(mix, (from, to) -> false, 0);
    }

    /**
     * A row does not glide where {@code snap} says so of two that follow each other: a teleport.
     * Nor does a correction of a {@link Prediction}.
     */
    public Motion<R> snap(BiPredicate<? super R, ? super R> snap) {
        return new Motion<>(mix, snap, extrapolationTicks);
    }

    /**
     * Where the next patch is late, a row that moved goes on for so many ticks, and back within as
     * many, since a room that says nothing has most often nothing to say.
     *
     * @param ticks 0 to {@link #EXTRAPOLATION_TICKS_MAX}; 0 unless said
     */
    public Motion<R> extrapolationTicks(double ticks) {
        if (!(ticks >= 0 && ticks <= EXTRAPOLATION_TICKS_MAX)) {
            throw new IllegalArgumentException(
                    "ticks: 0 to %s, not %s".formatted(EXTRAPOLATION_TICKS_MAX, ticks));
        }
        return new Motion<>(mix, snap, ticks);
    }

    /** The number at that part of the way. */
    public static double line(double from, double to, double fraction) {
        return from + (to - from) * fraction;
    }

    /**
     * The angle at that part of the way, the shorter one round, in radians; it may be up to a turn
     * beyond both.
     */
    public static double turn(double from, double to, double fraction) {
        double way = to - from;
        return from + (way - TURN * Math.floor(way / TURN + 0.5)) * fraction;
    }

    R mix(R from, R to, double fraction) {
        return mix.mix(from, to, fraction);
    }

    boolean snaps(R from, R to) {
        return snap.test(from, to);
    }

    double extrapolationTicks() {
        return extrapolationTicks;
    }
}
