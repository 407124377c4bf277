package dev.cardea.room.loop;

import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.saved.SavedRoom;
import dev.cardea.room.saved.SavedType;
import dev.cardea.room.table.TableSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows, and what decides who sees them, to a room at rest and back. Stateless. */
final class TablesAtRest {
    private TablesAtRest() {}

    static Map<String, List<SavedRoom.Row>> rows(TableSet tables, SavedType<?> form) {
        Map<String, List<SavedRoom.Row>> rows = new HashMap<>();
        tables.show(
                (table, key, row, encoded) ->
                        rows.computeIfAbsent(table.name(), any -> new ArrayList<>())
                                .add(new SavedRoom.Row(key, form.row(table, row))));
        return rows;
    }

    static List<SavedRoom.View> views(TableSet tables) {
        List<SavedRoom.View> views = new ArrayList<>();
        tables.showViews(
                (member, groups, x, y) -> views.add(new SavedRoom.View(member, groups, x, y)));
        return views;
    }

    /** Fills tables that are empty. */
    static void restore(
            TableSet into, List<TableType<?>> types, SavedRoom room, SavedType<?> form) {
        into.ticked(room.clock().tick());
        Map<String, List<SavedRoom.Row>> rows = room.state().tables();
        types.forEach(type -> restore(into, type, rows.getOrDefault(type.name(), List.of()), form));
        for (SavedRoom.View view : room.state().views()) {
            into.groups(view.member(), view.groups());
            if (!Double.isNaN(view.x())) {
                into.lookFrom(view.member(), view.x(), view.y());
            }
        }
    }

    private static <R> void restore(
            TableSet into, TableType<R> type, List<SavedRoom.Row> rows, SavedType<?> form) {
        Table<R> to = into.table(type);
        rows.forEach(row -> to.put(row.key(), form.row(type, row.value())));
    }
}
