package dev.cardea.client.play;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The player's own row as it will be, before the room has said so: what it last said, and after it
 * the inputs that it has not applied yet. Where the room decides otherwise, what is seen goes over
 * to it within a moment. Confined to one thread.
 *
 * <pre>
 *  state   the room's row, and the inputs behind {@code applied} again
 *  wrong   what was predicted before the room said otherwise, until the next look
 *  old     what is seen to go over to `state`, since the look before; both go on with the inputs
 * </pre>
 *
 * @param <R> the record of a row
 * @param <I> what the player does
 */
public final class Prediction<R, I> {
    /** Inputs that are kept, the newest; a room takes no more on their way either (rule R17). */
    public static final int INPUTS_MAX = 256;

    private static final Duration EASE = Duration.ofMillis(100);

    private final Motion<R> motion;
    private final Rule<R, ? super I> rule;
    private final double easeNanos;

    private final ArrayDeque<Pending<I>> inputs = new ArrayDeque<>();

    private @Nullable R state;
    private @Nullable R wrong;
    private @Nullable R old;
    private long sinceNanos;

    private record Pending<I>(long n, I input) {}

    /** What the room does with an input. */
    @FunctionalInterface
    public interface Rule<R, I> {
        R apply(R state, I input);
    }

    /** Corrections take a tenth of a second. */
    public Prediction(Motion<R> motion, Rule<R, ? super I> rule) {
        this(motion, rule, EASE);
    }

    /**
     * @param motion how a correction is seen; one that snaps is seen at once
     * @param rule what the room does as well, from the same state to the same
     * @param ease how long a correction takes, above zero
     */
    public Prediction(Motion<R> motion, Rule<R, ? super I> rule, Duration ease) {
        if (!ease.isPositive()) {
            throw new IllegalArgumentException("above zero, not " + ease);
        }
        this.motion = motion;
        this.rule = rule;
        this.easeNanos = ease.toNanos();
    }

    /** The row as it will be; empty before the room has confirmed any. */
    public Optional<R> state() {
        return Optional.ofNullable(state);
    }

    /** How many inputs the room has not applied. */
    public int pending() {
        return inputs.size();
    }

    /**
     * Does it here at once.
     *
     * @param n the number of {@link dev.cardea.client.SendResult.Sent}
     */
    public void input(long n, I input) {
        if (inputs.size() == INPUTS_MAX) {
            inputs.removeFirst();
        }
        inputs.addLast(new Pending<>(n, input));
        state = after(state, input);
        wrong = after(wrong, input);
        old = after(old, input);
    }

    private @Nullable R after(@Nullable R row, I input) {
        return row == null ? null : rule.apply(row, input);
    }

    /**
     * The room says so, in each patch.
     *
     * @param row of the table
     * @param applied {@link dev.cardea.client.RoomClient#applied}, as of that patch
     */
    public void confirm(R row, long applied) {
        while (!inputs.isEmpty() && inputs.getFirst().n <= applied) {
            inputs.removeFirst();
        }
        R next = row;
        for (Pending<I> each : inputs) {
            next = rule.apply(next, each.input);
        }
        R before = state;
        state = next;
        if (wrong == null && before != null && !before.equals(next)) {
            wrong = before;
        }
    }

    /** Forgets all, for example as inputs were lost or the row is another one. */
    public void reset() {
        inputs.clear();
        state = null;
        wrong = null;
        old = null;
    }

    /** {@link #state} as it should be seen: what was wrong goes away over a moment. */
    public Optional<R> visible(long nowNanos) {
        R now = state;
        if (now == null) {
            return Optional.empty();
        }
        double left = correct(now, nowNanos);
        R from = old;
        if (from == null || left == 0) {
            old = null;
            return Optional.of(now);
        }
        return Optional.of(motion.mix(now, from, left));
    }

    /** Corrections since the last look begin now. Returns how much is still to be seen. */
    private double correct(R now, long nowNanos) {
        double left = left(nowNanos);
        R before = wrong;
        wrong = null;
        if (before == null || before.equals(now)) {
            return left;
        }
        R under = old;
        R seen = under == null ? before : motion.mix(before, under, left);
        old = motion.snaps(seen, now) ? null : seen;
        sinceNanos = nowNanos;
        return 1;
    }

    /** How much of a correction is still to be seen, from 1 to 0, gently at both ends. */
    private double left(long nowNanos) {
        double left = Math.clamp(1 - (nowNanos - sinceNanos) / easeNanos, 0.0, 1.0);
        return left * left * (3 - 2 * left);
    }
}
