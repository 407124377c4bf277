package dev.cardea.room.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.None;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.session.Delivery;
import dev.cardea.session.OwnerId;
import dev.cardea.stream.Epoch;
import dev.cardea.stream.OwnerSpec;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.RingBudget;
import dev.cardea.stream.StreamLimits;
import dev.cardea.wire.Quantize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Goal: rule R3a and invariant I4: whoever was cut off at any frame, and however often, has what
 * the room has. Method: seeds of changes, cuts and slow readers; a copy kept with plain maps is the
 * oracle.
 */
class TablesSimTest {
    private static final int SEEDS = 300;

    record Ship(
            @Quantize(step = 0.01, min = -512, max = 512) float x,
            @Quantize(step = 0.01, min = -512, max = 512) float y,
            int hits) {}

    record Sign(String text, boolean lit) {}

    private static final TableType<Ship> SHIPS = TableType.of("ships", Ship.class).rowsMax(12);
    private static final TableType<Sign> SIGNS = TableType.of("signs", Sign.class).rowsMax(60);

    /** One run. */
    private static final class World {
        private final SplittableRandom random;
        private final OwnerStream stream;
        private final Table<Ship> ships;
        private final Table<Sign> signs;
        private final Map<Long, Ship> shipsThere = new TreeMap<>();
        private final Map<Long, Sign> signsThere = new TreeMap<>();
        private final List<Spectator> spectators = new ArrayList<>();
        private final List<Integer> said = new ArrayList<>();

        World(long seed) {
            random = new SplittableRandom(seed);
            StreamLimits limits =
                    new StreamLimits(
                            random.nextInt(200, 4_000),
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(15),
                            random.nextInt(100, 6_000),
                            1 << 20);
            OwnerSpec spec =
                    new OwnerSpec(
                            new OwnerId("world", "one"),
                            0,
                            Epoch.begin(1, random),
                            random.nextBoolean() ? 0 : (1L << 32) - 10,
                            limits,
                            new RingBudget(1 << 20),
                            () -> 0);
            stream = new OwnerStream(spec);
            RoomType<None, None, None> type =
                    RoomType.<None, None, None>of("world", TablesSimTest::noRoom)
                            .tables(SHIPS, SIGNS);
            ByteBuf scratch = Scratch.buffer();
            TableSet tables = new TableSet(type, scratch::clear, () -> {});
            ships = tables.table(SHIPS);
            signs = tables.table(SIGNS);
            stream.show(tables);
            for (int i = 1; i <= 3; i++) {
                spectators.add(new Spectator(stream, i, type.tables()));
            }
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
            }
            for (int i = 0; i < 200; i++) {
                spectators.stream().filter(each -> !each.attached()).forEach(Spectator::attach);
                stream.flush();
                spectators.forEach(each -> each.read(Integer.MAX_VALUE));
            }
        }

        private void step() {
            Spectator one = spectators.get(random.nextInt(spectators.size()));
            switch (random.nextInt(12)) {
                case 0 -> one.cut();
                case 1, 2 -> {
                    if (!one.attached()) {
                        one.attach();
                    }
                }
                case 3 -> say();
                case 4 -> changeSign();
                case 5, 6, 7 -> changeShip();
                case 8, 9 -> stream.flush();
                default -> one.read(random.nextInt(1, 8));
            }
        }

        private void say() {
            said.add(said.size());
            stream.broadcast(Delivery.RELIABLE, Unpooled.copyInt(said.size() - 1));
        }

        private void changeShip() {
            long key = random.nextInt(16);
            if (random.nextInt(4) == 0) {
                assertThat(ships.remove(key)).isEqualTo(shipsThere.remove(key) != null);
            } else if (shipsThere.containsKey(key) || shipsThere.size() < SHIPS.rowsMax()) {
                Ship ship = new Ship(steps(), steps(), random.nextInt(3));
                ships.put(key, ship);
                shipsThere.put(key, ship);
            }
        }

        /** A number that needs no rounding. */
        private float steps() {
            return (float) (-512 + random.nextInt(102_400) * 0.01);
        }

        private void changeSign() {
            int count = random.nextInt(1, 40);
            for (int i = 0; i < count; i++) {
                long key = -i;
                if (random.nextInt(3) == 0) {
                    signs.remove(key);
                    signsThere.remove(key);
                } else {
                    Sign sign = new Sign("x".repeat(random.nextInt(1_000)), random.nextBoolean());
                    signs.put(key, sign);
                    signsThere.put(key, sign);
                }
            }
        }
    }

    private static dev.cardea.room.Room<None, None> noRoom(Stage<None, None> stage) {
        throw new AssertionError("no room is made");
    }

    private static <R> Map<Long, R> rows(Replica<R> replica) {
        Map<Long, R> rows = new TreeMap<>();
        replica.forEach(rows::put);
        assertThat(replica.rows()).isEqualTo(rows.size());
        return rows;
    }

    @Test
    void everyMemberEndsWithTheRowsOfTheRoomWhateverWasCut() {
        int recovered = 0;
        int pieces = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = new World(seed);
            world.run(400);
            for (Spectator each : world.spectators) {
                assertThat(each.live).as("seed %d", seed).isTrue();
                assertThat(rows(each.replicas.of(SHIPS)))
                        .as("ships, seed %d", seed)
                        .isEqualTo(world.shipsThere);
                assertThat(rows(each.replicas.of(SIGNS)))
                        .as("signs, seed %d", seed)
                        .isEqualTo(world.signsThere);
                List<Integer> tail =
                        world.said.subList(
                                world.said.size() - each.heard.size(), world.said.size());
                assertThat(each.heard).as("said, seed %d", seed).isEqualTo(tail);
                recovered += each.recovered;
                pieces += each.pieces;
            }
        }
        assertThat(recovered).as("recoveries").isGreaterThan(SEEDS);
        assertThat(pieces).as("patches in pieces").isGreaterThan(SEEDS / 10);
    }
}
