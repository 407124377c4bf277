package dev.cardea.room.replay;

import dev.cardea.session.OwnerId;

/**
 * What a recording begins with. Immutable.
 *
 * @param room whose it is
 * @param build the server that recorded it, in words
 * @param schemaJson of the inputs, outputs, events and tables of its type
 * @param tickRate ticks per second, 0 if it does not tick
 * @param messageBytesMax the largest message that it could say
 * @param openedMicros when it opened, in microseconds since 1970
 */
public record RecordingHeader(
        OwnerId room,
        String build,
        String schemaJson,
        int tickRate,
        int messageBytesMax,
        long openedMicros) {}
