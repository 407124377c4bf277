package dev.cardea.room.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.room.Audience;
import dev.cardea.room.None;
import dev.cardea.room.RoomType;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: the past of a table is what it was; method: random ticks beside copies of all rows. */
class HistorySimTest {
    private static final int SEEDS = 200;
    private static final int TICKS = 120;
    private static final int HISTORY = 16;
    private static final int KEYS = 12;

    record Ship(int x) {}

    private static final TableType<Ship> SHIPS = TableType.of("ships", Ship.class).history(HISTORY);
    private static final TableType<Ship> HIDDEN =
            TableType.of("hidden", Ship.class)
                    .history(HISTORY)
                    .seenBy(ship -> ship.x() % 2 == 0 ? Audience.everyone() : Audience.only(1));

    private static TableSet set(int tickRate) {
        RoomType<None, None, None> type =
                RoomType.<None, None, None>of(
                                "world",
                                stage -> {
                                    throw new AssertionError("no room is made");
                                })
                        .tables(SHIPS, HIDDEN);
        return new TableSet(
                tickRate == 0 ? type : type.tickRate(tickRate), Scratch.buffer()::clear, () -> {});
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, SEEDS).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isWhatItWas(int seed) {
        play(seed, SHIPS);
        play(seed, HIDDEN);
    }

    private static void play(int seed, TableType<Ship> type) {
        SplittableRandom random = new SplittableRandom(seed);
        TableSet set = set(20);
        Table<Ship> ships = set.table(type);
        List<Map<Long, Ship>> was = new ArrayList<>();
        was.add(Map.of());
        for (int tick = 1; tick <= TICKS; tick++) {
            set.ticked(tick);
            for (int i = random.nextInt(6); i > 0; i--) {
                change(ships, random);
            }
            tell(set);
            was.add(rows(ships));
            for (int i = random.nextInt(3); i > 0; i--) {
                change(ships, random); // an input after it, which belongs to the next tick
            }
            long asked = random.nextLong(tick + 5);
            long shown = Math.clamp(asked, Math.max(0, tick - HISTORY), tick);
            Table.Past<Ship> past = ships.past(asked);
            assertThat(past.tick()).isEqualTo(shown);
            assertThat(rows(past)).as("tick %d at %d", shown, tick).isEqualTo(was.get((int) shown));
            long key = random.nextInt(KEYS);
            Ship expected = was.get((int) shown).get(key);
            assertThat(past.get(key).orElse(null)).isEqualTo(expected);
        }
    }

    private static void change(Table<Ship> ships, SplittableRandom random) {
        long key = random.nextInt(KEYS);
        if (random.nextInt(4) == 0) {
            ships.remove(key);
        } else {
            ships.put(key, new Ship(random.nextInt(4)));
        }
    }

    private static void tell(TableSet set) {
        if (set.changed()) {
            set.stamp(set.stamped() + 1, (body, more) -> {}, (body, more) -> {});
            set.told();
        }
    }

    private static Map<Long, Ship> rows(Table<Ship> ships) {
        Map<Long, Ship> rows = new HashMap<>();
        ships.forEach(rows::put);
        return rows;
    }

    private static Map<Long, Ship> rows(Table.Past<Ship> ships) {
        Map<Long, Ship> rows = new HashMap<>();
        ships.forEach((key, ship) -> assertThat(rows.put(key, ship)).isNull());
        return rows;
    }

    @Test
    void forgetsRowsThatAreLongGone() {
        History<Ship> history = new History<>(HISTORY);
        for (int tick = 1; tick <= 1000; tick++) {
            Row<Ship> came = new Row<>(1, tick, 0);
            came.put(new Ship(tick), Scratch.buffer().clear().writeZero(1), new int[] {1});
            Row<Ship> went = new Row<>(1, tick - 3L, 0);
            history.note(tick, List.of(came, went));
        }
        assertThat(history.size()).isEqualTo(HISTORY + 3);
    }

    @Test
    void aTableThatForgetsSaysHowToRemember() {
        TableType<Ship> forgets = TableType.of("forgets", Ship.class);
        assertThatThrownBy(() -> set(0).table(SHIPS).past(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "table ships forgets its past: see TableType.history and"
                                + " RoomType.tickRate");
        for (int ticks : new int[] {0, -1, TableType.HISTORY_TICKS_MAX + 1}) {
            assertThatThrownBy(() -> forgets.history(ticks))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("table forgets, history: 1 to 64, not " + ticks);
        }
    }
}
