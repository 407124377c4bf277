package dev.cardea.server.node;

import dev.cardea.room.loop.Lane;

/**
 * One connection's interest in one room, and its share of the mailbox. Confined to the link's loop.
 */
final class Attachment extends Lane {
    final RoomLink link;

    /** An input was dropped, so those behind it are of no use until the next ATTACH. */
    boolean overrun;

    Attachment(RoomLink link) {
        this.link = link;
    }
}
