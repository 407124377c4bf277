package dev.cardea.room.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cardea.room.TableType;
import dev.cardea.wire.MalformedException;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: blocks are read as docs/PROTOCOL.md says, and nothing else is. */
class ReplicaSetTest {
    record Ship(int x, boolean afire) {}

    private static final TableType<Ship> SHIPS = TableType.of("ships", Ship.class).rowsMax(10);

    private final ReplicaSet replicas = new ReplicaSet(List.of(SHIPS));
    private final Replica<Ship> ships = replicas.of(SHIPS);

    private void apply(String hex) {
        replicas.apply(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }

    @Test
    void readsPutsChangesAndRemovals() {
        apply("01" + "0803" + "0e0400" + "100601" + "00");
        assertThat(ships.get(7)).hasValue(new Ship(2, false));
        assertThat(ships.get(8)).hasValue(new Ship(3, true));

        apply("01" + "0603" + "050401" + "0a" + "00");
        assertThat(ships.get(7)).isEmpty();
        assertThat(ships.get(8)).hasValue(new Ship(5, true));
    }

    @Test
    void changesTheComponentsOfTheMask() {
        apply("01" + "0803" + "0e0400" + "100601" + "00");
        apply("01" + "090302" + "0100" + "050401" + "0a" + "00");
        assertThat(ships.get(7)).hasValue(new Ship(2, true));
        assertThat(ships.get(8)).hasValue(new Ship(5, false));
    }

    @Test
    void anotherKeyInASlotRemovesTheRowThatWasThere() {
        apply("01" + "0403" + "0e0400" + "00");
        apply("01" + "0403" + "120400" + "00");
        assertThat(ships.get(7)).isEmpty();
        assertThat(ships.get(9)).hasValue(new Ship(2, false));
        assertThat(ships.rows()).isEqualTo(1);
    }

    @Test
    void removesWhatIsThereAndNothingElse() {
        apply("01" + "0403" + "0e0400" + "00");
        apply("01" + "2600" + "00");
        assertThat(ships.rows()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "a table that is not there, 02040000, UNKNOWN_ID",
        "table 0, 00, UNKNOWN_ID",
        "a kind that is not defined, 010700, RESERVED",
        "a run of none, 0101, OUT_OF_RANGE",
        "a slot beyond the bound, 01041400, OUT_OF_RANGE",
        "more rows than there are slots, 01fcffffff0f00, OUT_OF_RANGE",
        "a change of an empty slot, 01050301, OUT_OF_RANGE",
        "a component that is not there, 0104030e0400050304, OUT_OF_RANGE",
        "no end, 0104030e0400, TRUNCATED",
        "half a row, 0104030e, TRUNCATED",
        "a value that is none, 0104030e0402, OUT_OF_RANGE",
    })
    void refuses(String what, String hex, MalformedException.Kind kind) {
        MalformedException thrown =
                catchThrowableOfType(MalformedException.class, () -> apply(hex));
        assertThat(thrown).as(what).isNotNull();
        assertThat(thrown.kind()).as(what).isEqualTo(kind);
    }

    @Test
    void answersAnyBytesWithRowsOrAMalformedException() {
        Random random = new Random(11);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = 1;
            }
            try {
                replicas.apply(Unpooled.wrappedBuffer(bytes));
            } catch (MalformedException expected) {
                replicas.clear();
            }
            assertThat(ships.rows()).isLessThanOrEqualTo(20);
        }
    }
}
