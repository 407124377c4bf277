package dev.cardea.server.sim;

import dev.cardea.wire.ReplyStatus;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the players' requests. Confined to the world. A handler runs at most once for each
 * unless its route is idempotent, and each is answered exactly once, truly.
 */
final class LiveRequests {
    /** What a handler refuses with. */
    static final int REFUSED = 700;

    private static final int REFUSED_ONE_IN = 7;

    private final LiveJudge judge;
    private final Map<Long, Ask> asks = new TreeMap<>();

    private static final class Ask {
        final boolean repeatable;
        int runs;
        int replies;
        boolean cancelled;

        Ask(boolean repeatable) {
            this.repeatable = repeatable;
        }
    }

    LiveRequests(LiveJudge judge) {
        this.judge = judge;
    }

    /** Whether that request is refused by its handler. */
    static boolean refused(long number) {
        return number % REFUSED_ONE_IN == 0;
    }

    /** What the answer to that request is. */
    static long answer(long number) {
        return number * 3 + 1;
    }

    void asked(long number, boolean repeatable) {
        asks.put(number, new Ask(repeatable));
    }

    void cancelled(long number) {
        of(number).cancelled = true;
    }

    private Ask of(long number) {
        Ask ask = asks.get(number);
        if (ask == null) {
            throw new IllegalStateException("nobody asked " + number);
        }
        return ask;
    }

    /** The handler's turn. */
    void ran(long number) {
        Ask ask = of(number);
        ask.runs++;
        if (ask.runs > 1 && !ask.repeatable) {
            judge.fail("the handler of request " + number + " runs twice");
        }
    }

    /**
     * The player's turn.
     *
     * @param value means something if the status is OK
     * @param ends the session may be ending, and with it what is under way
     */
    void replied(long number, int status, long value, boolean ends) {
        Ask ask = of(number);
        ask.replies++;
        judge.count("reply " + status);
        if (ask.replies > 1) {
            judge.fail("request " + number + " has two replies");
        } else if (!fits(number, ask, status, value)
                && !(ends && status == ReplyStatus.UNKNOWN_OUTCOME)) {
            judge.fail("request " + number + ", run " + ask.runs + " times, has reply " + status);
        }
    }

    private static boolean fits(long number, Ask ask, int status, long value) {
        return switch (status) {
            case ReplyStatus.OK -> ask.runs > 0 && !refused(number) && value == answer(number);
            case REFUSED -> ask.runs > 0 && refused(number);
            case ReplyStatus.CANCELLED -> ask.cancelled;
            case ReplyStatus.BUSY -> ask.runs == 0 || ask.repeatable;
            case ReplyStatus.UNKNOWN_OUTCOME -> !ask.repeatable;
            case ReplyStatus.DEADLINE, ReplyStatus.UNAVAILABLE -> true;
            default -> false;
        };
    }

    /** Whether each has its reply. */
    boolean served() {
        return asks.values().stream().allMatch(ask -> ask.replies == 1);
    }
}
