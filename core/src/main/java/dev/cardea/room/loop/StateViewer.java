package dev.cardea.room.loop;

import dev.cardea.room.Member;
import dev.cardea.room.table.RowViewer;
import java.util.Map;

/**
 * What looks at the state of a room that can be told from outside of it; at rows, if at no more.
 */
@FunctionalInterface
public interface StateViewer extends RowViewer {
    /** A member; in the order of their numbers. */
    default void member(Member member) {}

    /** A spectator; in the order of their numbers. */
    default void spectator(Member spectator) {}

    /** A timer that is due then, in microseconds of the room's time; in no order. */
    default void timer(String name, long dueMicros) {}

    /** Work that has not been answered; in no order. */
    default void ask(long ask) {}

    /** A durable operation of which is not known yet what became of it; in no order. */
    default void durable(String key) {}

    /** What those who look for a room are shown; or would be, if it were not hidden. */
    default void labels(Map<String, String> labels, boolean hidden) {}

    /**
     * What decides which rows a member sees, of members for whom the room has set it; in no order.
     *
     * @param groups a bit for each
     * @param x where it looks from, or NaN, as is {@code y}, if it does not
     */
    default void view(int member, long groups, double x, double y) {}
}
