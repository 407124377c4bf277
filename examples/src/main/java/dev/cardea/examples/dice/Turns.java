package dev.cardea.examples.dice;

import java.util.List;

/** Whose turn is next, around the table. Stateless. */
final class Turns {
    private Turns() {}

    /**
     * Who comes after {@code who}, which need not play any more.
     *
     * @param playing the numbers of those who play, rising; at least one
     */
    static long after(List<Long> playing, long who) {
        return playing.stream().filter(one -> one > who).findFirst().orElse(playing.getFirst());
    }

    /** {@code who} itself if it still plays, else who comes after it. */
    static long from(List<Long> playing, long who) {
        return playing.contains(who) ? who : after(playing, who);
    }
}
