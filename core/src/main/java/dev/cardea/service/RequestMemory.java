package dev.cardea.service;

import dev.cardea.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a node remembers of one session's requests, so that a plain request never runs twice (rule
 * R14). Not safe for threads: whoever holds it guards it. Pure: time is passed in.
 *
 * <p>It holds the requests being computed and the newest 256 replies (64 KiB of bodies, 60 s), and
 * the highest correlation that it ever forgot. A correlation at or below that mark may have run, so
 * a plain request with it is not run, first copy or not: a first copy may arrive after its own
 * RETRY, which was answered already.
 *
 * <p>Correlations rise, so entries lie sorted by them, new ones at the end; of the replies the
 * lowest is forgotten first.
 *
 * @param <C> what stands for a request being computed
 */
public final class RequestMemory<C> {
    /** Replies remembered. */
    public static final int REPLIES_MAX = 256;

    /** Bytes of bodies remembered. */
    public static final int BYTES_MAX = 64 * 1024;

    /** How long a reply is remembered. */
    public static final long AGE_NANOS = 60_000_000_000L;

    /** Requests of one session under way at once. */
    public static final int COMPUTING_MAX = 64;

    /** The weight of an entry that is no reply yet; that of a reply are its body's bytes. */
    private static final int COMPUTING = -1;

    private static final byte[] NO_BODY = {};

    private final CorrelationMap entries = new CorrelationMap();
    private int computing;
    private int bytes;
    private int forgotten;

    /**
     * A reply that was given.
     *
     * @param body the value (status 0) or a text; not to be changed
     * @param atNanos when
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy would cost one per request
    public record Remembered(int status, int retryAfterMillis, byte[] body, long atNanos) {}

    /** What to do with a request. */
    public sealed interface Step<C> {
        /** Run it, and {@link #settle} it. */
        record Run<C>() implements Step<C> {
            private static final Run<?> RUN = new Run<>();
        }

        /** It is being computed: answer when that is settled. */
        record Join<C>(C computing) implements Step<C> {}

        /** Give this answer; it is not run. */
        record Answer<C>(Remembered reply) implements Step<C> {}

        /** Too many are being computed: refuse it. It is not remembered, as it did not run. */
        record Busy<C>() implements Step<C> {
            private static final Busy<?> BUSY = new Busy<>();
        }
    }

    /**
     * Judges a request that arrived.
     *
     * @param retry the client says that it has sent it before
     * @param repeatable the route is idempotent, so that running it twice does no harm
     * @param call stands for it while it is computed, if it is to be run
     */
    public Step<C> admit(int correlation, boolean retry, boolean repeatable, C call, long now) {
        Step<C> known = entries.isAbove(correlation) ? null : known(correlation, now);
        if (known != null) {
            return known;
        }
        boolean mayHaveRun = retry || Integer.compareUnsigned(correlation, forgotten) <= 0;
        if (mayHaveRun && !repeatable) {
            Remembered reply = new Remembered(ReplyStatus.UNKNOWN_OUTCOME, 0, NO_BODY, now);
            entries.insert(correlation, reply, 0);
            remember(reply);
            return new Step.Answer<>(reply);
        }
        if (computing >= COMPUTING_MAX) {
            return busy();
        }
        entries.insert(correlation, call, COMPUTING);
        computing++;
        return run();
    }

    @SuppressWarnings("unchecked") // a Run holds no C
    private Step<C> run() {
        return (Step<C>) Step.Run.RUN;
    }

    @SuppressWarnings("unchecked") // a Busy holds no C
    private Step<C> busy() {
        return (Step<C>) Step.Busy.BUSY;
    }

    private @Nullable Step<C> known(int correlation, long now) {
        int at = entries.find(correlation);
        if (at < 0) {
            return null;
        }
        if (!(entries.at(at) instanceof Remembered reply)) {
            return new Step.Join<>(call(at));
        }
        if (isOld(reply, now)) {
            forget(at);
            return null;
        }
        return new Step.Answer<>(reply);
    }

    @SuppressWarnings("unchecked") // an entry is a Remembered or a C
    private C call(int at) {
        return (C) entries.at(at);
    }

    /** What is being computed under that correlation, or null. */
    public @Nullable C computing(int correlation) {
        int at = entries.find(correlation);
        return at < 0 || entries.at(at) instanceof Remembered ? null : call(at);
    }

    /**
     * Remembers the reply to a request that {@link #admit} had run.
     *
     * @param call what stood for it there
     * @return false if it is settled already, and perhaps forgotten and run again: this reply is
     *     not to be given
     */
    @SuppressWarnings("ReferenceEquality") // this very run
    public boolean settle(int correlation, C call, Remembered reply) {
        int at = entries.find(correlation);
        if (at < 0 || entries.at(at) != call) {
            return false;
        }
        computing--;
        entries.set(at, reply, reply.body().length);
        remember(reply);
        return true;
    }

    /**
     * Makes room for a reply. Age is looked at by {@link #known} and {@link #expire}, so that this
     * need not touch replies which have left the processor's caches long ago.
     */
    private void remember(Remembered reply) {
        bytes += reply.body().length;
        for (int lowest = 0; isOverfull(); ) {
            if (entries.weight(lowest) == COMPUTING) {
                lowest++;
            } else {
                forget(lowest);
            }
        }
    }

    private boolean isOverfull() {
        return bytes > BYTES_MAX || entries.size() - computing > REPLIES_MAX;
    }

    private void forget(int at) {
        int correlation = entries.correlation(at);
        if (Integer.compareUnsigned(correlation, forgotten) > 0) {
            forgotten = correlation;
        }
        bytes -= entries.weight(at);
        entries.remove(at);
    }

    /** Forgets what is too old, and gives memory back. */
    public void expire(long now) {
        for (int at = entries.size() - 1; at >= 0; at--) {
            if (entries.at(at) instanceof Remembered reply && isOld(reply, now)) {
                forget(at);
            }
        }
        entries.shrink();
    }

    /** Whether it holds nothing but the mark. */
    public boolean isEmpty() {
        return entries.size() == 0;
    }

    /** The highest correlation that was forgotten, unsigned; 0 if none. */
    public int forgotten() {
        return forgotten;
    }

    private static boolean isOld(Remembered reply, long now) {
        return now - reply.atNanos() >= AGE_NANOS;
    }
}
