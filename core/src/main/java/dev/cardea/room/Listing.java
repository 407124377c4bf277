package dev.cardea.room;

import dev.cardea.session.OwnerId;
import java.util.Map;

/**
 * A room as others see it in a list; see {@link RoomType#listed}. Immutable, and so a little old.
 *
 * @param members those with a seat, taken or reserved; spectators are not counted
 * @param seats how many there may be
 * @param labels what the room says of itself
 */
public record Listing(OwnerId room, int members, int seats, Map<String, String> labels) {
    /** Whether it has each of those labels. */
    public boolean matches(Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }
}
