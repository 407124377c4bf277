package dev.cardea.testkit.room;

import dev.cardea.wire.GoneReason;

/**
 * How a membership ended, as the client is told. Immutable.
 *
 * @param text for the player: what the room gave as its reason, or a sentence of Cardea's
 */
public record Gone(GoneReason reason, String text) {}
