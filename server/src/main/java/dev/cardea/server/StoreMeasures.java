package dev.cardea.server;

import dev.cardea.server.admin.DatabaseState;
import dev.cardea.server.admin.Measure;
import dev.cardea.server.node.ShelfCounters;
import java.util.List;
import java.util.function.Supplier;

/** What is known of the database and of what is kept in it, for the admin port. Stateless. */
final class StoreMeasures {
    private StoreMeasures() {}

    static List<Measure> of(Supplier<DatabaseState> database, ShelfCounters shelf) {
        return List.of(
                Measure.gauge(
                        "database.up",
                        "1 if the database answers, 0 if it does not or there is none",
                        () -> database.get() == DatabaseState.UP ? 1 : 0),
                Measure.counter("rooms.saved", "writes of rooms that are kept", shelf.saved::sum),
                Measure.counter(
                        "rooms.saved.bytes", "bytes of rooms that were written", shelf.bytes::sum),
                Measure.counter(
                        "rooms.save.failed",
                        "writes of rooms that failed and are tried again",
                        shelf.failed::sum),
                Measure.counter(
                        "rooms.save.fenced",
                        "writes refused, as another process owns the room",
                        shelf.fenced::sum));
    }
}
