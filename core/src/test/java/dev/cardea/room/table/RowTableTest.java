package dev.cardea.room.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cardea.room.None;
import dev.cardea.room.RoomType;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.stream.Rows;
import dev.cardea.wire.Max;
import dev.cardea.wire.Quantize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: what a table tells, byte by byte, and what it refuses. */
class RowTableTest {
    record Ship(@Quantize(step = 0.5, min = -8, max = 8) float x, int hits, boolean afire) {}

    record Sign(@Max(8_100) String text) {}

    private static final TableType<Ship> SHIPS = TableType.of("ships", Ship.class).rowsMax(3);
    private static final TableType<Sign> SIGNS =
            TableType.of("signs", Sign.class).rowBytesMax(8_000);

    private final RoomType<None, None, None> type =
            RoomType.<None, None, None>of(
                            "world",
                            stage -> {
                                throw new AssertionError("no room is made");
                            })
                    .tables(SHIPS, SIGNS);
    private final ByteBuf scratch = Scratch.buffer();
    private final TableSet tables = new TableSet(type, scratch::clear, () -> {});
    private final Table<Ship> ships = tables.table(SHIPS);
    private long seq;

    /** What is told, in hex; a piece that has more to come ends with a plus. */
    private String told() {
        List<String> pieces = new ArrayList<>();
        seq++;
        tables.stamp(seq, (body, more) -> pieces.add(hex(body, more)), (body, more) -> {});
        return String.join(" ", pieces);
    }

    private static String hex(ByteBuf body, boolean more) {
        return ByteBufUtil.hexDump(body) + (more ? "+" : "");
    }

    private String replayedAfter(long number) {
        List<String> pieces = new ArrayList<>();
        Rows.Cursor rows = tables.after(number);
        while (rows.seq() != Long.MAX_VALUE) {
            pieces.add(rows.seq() + ":");
            rows.write((body, more) -> pieces.add(hex(body, more)));
        }
        return String.join(" ", pieces);
    }

    @Test
    void tellsNewRowsInOneRunWithTheirKeys() {
        ships.put(7, new Ship(-8, 0, false));
        ships.put(-1, new Ship(8, -1, true));
        // table 1; 2 puts from slot 0; key 7, index 0, 0, false; key -1, index 32, -1, true; end
        assertThat(told()).isEqualTo("01" + "0800" + "0e000000" + "01200101" + "00");
    }

    @Test
    void tellsChangedComponentsAlone() {
        ships.put(7, new Ship(0, 0, false));
        ships.put(8, new Ship(0, 0, false));
        ships.put(9, new Ship(0, 0, false));
        told();

        ships.put(7, new Ship(1, 0, true));
        ships.put(8, new Ship(2, 0, true));
        ships.put(9, new Ship(0, 5, false));
        // 2 changes from slot 0 of components 0 and 2; 1 change at slot 2 of component 1
        assertThat(told()).isEqualTo("01" + "090005" + "1201" + "1401" + "050202" + "0a" + "00");
    }

    @Test
    void tellsNothingOfARowThatIsEqualOnTheWire() {
        ships.put(7, new Ship(1, 0, false));
        told();

        ships.put(7, new Ship(1.1f, 0, false));
        assertThat(tables.changed()).isFalse();
        assertThat(ships.get(7)).hasValue(new Ship(1.1f, 0, false));
    }

    @Test
    void tellsThatRowsAreGoneAndUsesTheirSlotsAgainAfterwards() {
        ships.put(7, new Ship(0, 0, false));
        ships.put(8, new Ship(0, 0, false));
        told();

        assertThat(ships.remove(7)).isTrue();
        assertThat(ships.remove(7)).isFalse();
        ships.put(9, new Ship(0, 0, false));
        assertThat(told()).isEqualTo("01" + "0600" + "0402" + "12100000" + "00");
        ships.put(10, new Ship(0, 0, false));
        assertThat(told()).isEqualTo("01" + "0400" + "14100000" + "00");
    }

    @Test
    void tellsNothingOfARowThatCameAndWentBetween() {
        ships.put(7, new Ship(0, 0, false));
        ships.remove(7);
        assertThat(told()).isEmpty();
        assertThat(ships.rows()).isZero();
    }

    @Test
    void rowsThatComeAndGoBetweenTakeNoSlotsForEver() {
        for (int key = 0; key < 1_000; key++) {
            ships.put(key, new Ship(0, 0, false));
            ships.remove(key);
        }
        assertThat(tables.changed()).isFalse();
        ships.put(7, new Ship(0, 0, false));
        assertThat(told()).isEqualTo("01" + "0400" + "0e100000" + "00");
    }

    @Test
    void aRowThatWentAndCameBackBetweenHasChanged() {
        ships.put(7, new Ship(0, 0, false));
        told();

        ships.remove(7);
        ships.put(7, new Ship(0, 1, false));
        assertThat(told()).isEqualTo("01" + "050002" + "02" + "00");
        ships.remove(7);
        ships.put(7, new Ship(0, 1, false));
        assertThat(told()).isEmpty();
    }

    @Test
    void replaysRowsWholeInTheOrderOfTheirLastChange() {
        ships.put(7, new Ship(0, 0, false));
        ships.put(8, new Ship(0, 0, false));
        told();
        ships.put(7, new Ship(0, 1, false));
        told();

        assertThat(replayedAfter(0))
                .isEqualTo("1: 01040110100000" + "00" + " 2: 010400" + "0e10020000");
        assertThat(replayedAfter(1)).isEqualTo("2: 010400" + "0e10020000");
        assertThat(replayedAfter(2)).isEmpty();
    }

    @Test
    void cutsWhatDoesNotFitIntoAFrame() {
        Table<Sign> signs = tables.table(SIGNS);
        for (int key = 0; key < 5; key++) {
            signs.put(key, new Sign("x".repeat(7_000)));
        }
        String[] pieces = told().split(" ");
        assertThat(pieces).hasSize(3);
        assertThat(pieces[0]).startsWith("020800").endsWith("00+").hasSizeLessThan(2 * 16_384);
        assertThat(pieces[1]).startsWith("020802").endsWith("00+");
        assertThat(pieces[2]).startsWith("020404").endsWith("00");
    }

    @Test
    void refusesAValueThatCannotBeSaidAndNamesTableRowAndComponent() {
        ships.put(7, new Ship(1, 0, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ships.put(7, new Ship(Float.NaN, 0, false)))
                .withMessageContaining("table ships, row 7:")
                .withMessageContaining("Ship.x: NaN");
        assertThat(ships.get(7)).hasValue(new Ship(1, 0, false));
    }

    @Test
    void clampsAndCountsWhatLiesOutsideOfItsRange() {
        long before = SHIPS.clamped();
        ships.put(7, new Ship(Float.POSITIVE_INFINITY, 0, false));
        assertThat(told()).isEqualTo("01" + "0400" + "0e200000" + "00");
        assertThat(SHIPS.clamped()).isEqualTo(before + 1);
    }

    @Test
    void refusesRowsAndKeysAndBytesBeyondTheBound() {
        for (int key = 0; key < 3; key++) {
            ships.put(key, new Ship(0, 0, false));
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> ships.put(3, new Ship(0, 0, false)))
                .withMessage("table ships: full, 3 rows");
        ships.put(2, new Ship(0, 1, false));
        assertThat(ships.rows()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ships.put(1L << 53, new Ship(0, 0, false)))
                .withMessageContaining("53 bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tables.table(SIGNS).put(1, new Sign("x".repeat(8_000))))
                .withMessageContaining("at most 8000");
    }

    @Test
    void updatesARowThatIsThere() {
        ships.put(7, new Ship(0, 0, false));
        assertThat(ships.update(7, ship -> new Ship(ship.x(), ship.hits() + 1, true))).isTrue();
        assertThat(ships.update(8, ship -> ship)).isFalse();
        assertThat(ships.get(7)).hasValue(new Ship(0, 1, true));
        assertThat(ships.get(8)).isEqualTo(Optional.empty());
    }

    @Test
    void mayBeChangedWhileItIsShown() {
        for (int key = 0; key < 3; key++) {
            ships.put(key, new Ship(0, key, false));
        }
        List<Long> shown = new ArrayList<>();
        ships.forEach(
                (key, ship) -> {
                    shown.add(key);
                    ships.remove(key);
                });
        assertThat(shown).containsExactly(0L, 1L, 2L);
        assertThat(ships.rows()).isZero();
    }

    @Test
    void refusesATableThatTheTypeDoesNotDeclare() {
        TableType<Sign> other = TableType.of("signs", Sign.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> tables.table(other))
                .withMessageContaining("RoomType.tables");
    }
}
