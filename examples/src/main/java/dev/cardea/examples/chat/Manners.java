package dev.cardea.examples.chat;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How fast members may speak: a burst at once, then one line per interval. Immutable.
 *
 * <p>One number per member is enough (the generic cell rate algorithm): the moment at which
 * everything that it said would have been said at the allowed pace. It may run ahead of the clock
 * by the burst.
 *
 * @param burst lines that may be said at once, 1 or more
 * @param intervalMillis pace after that
 * @param talkers who has spoken lately
 */
public record Manners(int burst, long intervalMillis, List<Talker> talkers) {
    /** Ten lines at once, then four a second. */
    public static final Manners POLITE = of(10, 250);

    /** Twice at once, then each second: that somebody is writing. */
    static final Manners TYPING = of(2, 1000);

    /** A member and the moment, in Unix milliseconds, up to which it has used its pace. */
    public record Talker(long member, long paidUntilMillis) {}

    /** Nobody has spoken yet. */
    public static Manners of(int burst, long intervalMillis) {
        return new Manners(burst, intervalMillis, List.of());
    }

    /** How long {@code member} has to wait before its next line, or nothing if it may speak. */
    OptionalLong waitMillis(long member, long nowMillis) {
        long aheadMillis = paidUntilMillis(member, nowMillis) - nowMillis;
        long waitMillis = aheadMillis - (burst - 1) * intervalMillis;
        return waitMillis > 0 ? OptionalLong.of(waitMillis) : OptionalLong.empty();
    }

    /** {@code member} says a line now. */
    Manners after(long member, long nowMillis) {
        Talker talker = new Talker(member, paidUntilMillis(member, nowMillis) + intervalMillis);
        return new Manners(
                burst, intervalMillis, Stream.concat(others(member), Stream.of(talker)).toList());
    }

    /** {@code member} left. */
    Manners without(long member) {
        return new Manners(burst, intervalMillis, others(member).toList());
    }

    private long paidUntilMillis(long member, long nowMillis) {
        return talkers.stream()
                .filter(talker -> talker.member() == member)
                .mapToLong(Talker::paidUntilMillis)
                .filter(until -> until > nowMillis)
                .findFirst()
                .orElse(nowMillis);
    }

    private Stream<Talker> others(long member) {
        return talkers.stream().filter(talker -> talker.member() != member);
    }
}
