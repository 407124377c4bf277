package dev.cardea.room.replay;

import dev.cardea.room.TableType;
import dev.cardea.room.loop.RoomLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which rows changed since they were looked at: if a table is not what was recorded, the difference
 * is in one of them. For one thread.
 */
final class RowChanges {
    private static final int LINES_MAX = 8;

    /** Further rows of a table are not looked at. */
    private static final int ROWS_MAX = 10_000;

    private Map<TableType<?>, Map<Long, Long>> known = Map.of();

    void look(RoomLoop<?, ?, ?> loop) {
        Map<TableType<?>, Map<Long, Long>> seen = new HashMap<>();
        loop.show(
                (table, key, row, encoded) -> {
                    Map<Long, Long> rows = seen.computeIfAbsent(table, any -> new HashMap<>());
                    if (rows.size() < ROWS_MAX) {
                        rows.put(key, new Digest().add(encoded).hash());
                    }
                });
        known = seen;
    }

    /** The rows of a table that changed, one a line. */
    List<String> since(RoomLoop<?, ?, ?> loop, TableType<?> changed) {
        Map<Long, Long> gone = new TreeMap<>(known.getOrDefault(changed, Map.of()));
        List<String> lines = new ArrayList<>();
        loop.show(
                (table, key, row, encoded) -> {
                    if (table == changed) {
                        Long before = gone.remove(key);
                        if (before == null || before != new Digest().add(encoded).hash()) {
                            lines.add("  row " + key + " is now " + row);
                        }
                    }
                });
        gone.keySet().forEach(key -> lines.add("  row " + key + " is gone now"));
        if (lines.isEmpty()) {
            return List.of("  no row has just changed in the replay");
        }
        if (lines.size() <= LINES_MAX) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, LINES_MAX));
        first.add("  and %d more".formatted(lines.size() - LINES_MAX));
        return first;
    }
}
