package dev.cardea.server.node;

import dev.cardea.room.loop.Lane;

/** One connection's interest in one room. Confined to the link's loop, but for the lane. */
final class Attachment {
    final RoomLink link;
    final Lane lane = new Lane();

    /** An input was dropped, so those behind it are of no use until the next ATTACH. */
    boolean overrun;

    Attachment(RoomLink link) {
        this.link = link;
    }
}
