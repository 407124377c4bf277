package dev.cardea.room.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.Audience;
import dev.cardea.room.None;
import dev.cardea.room.RoomType;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.snapshot.SnapshotReplica;
import dev.cardea.room.snapshot.SnapshotReplicas;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Quantize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: over a path that loses, doubles, delays and reorders, a member never has a row that was
 * not, is told no more bytes than fit, and after quiet has exactly what it sees; method: real
 * tables, a member that moves between groups and places, and an oracle that knows nothing of
 * datagrams.
 */
class SnapshotSimTest {
    private static final int SEEDS = 300;
    private static final int BUSY_TICKS = 150;
    private static final int QUIET_TICKS = 400;
    private static final int KEYS = 40;
    private static final int BYTES_MAX = 120;
    private static final double NEAR = 30;
    private static final int GROUPS = 3;

    record Ship(@Quantize(step = 0.5, min = -100, max = 100) float x, int hp, String name) {}

    record Card(int group, int face) {}

    private static final TableType<Ship> ALL =
            TableType.of("all", Ship.class).rowsMax(KEYS).snapshots(ship -> 1 + ship.hp());
    private static final TableType<Ship> AROUND =
            TableType.of("around", Ship.class)
                    .rowsMax(KEYS)
                    .near(Ship::x, ship -> 0, NEAR, NEAR)
                    .snapshots(ship -> 1);
    private static final TableType<Card> CARDS =
            TableType.of("cards", Card.class)
                    .seenBy(card -> Audience.group(card.group()))
                    .rowsMax(KEYS)
                    .snapshots(card -> 2);
    private static final TableType<Card> RELIABLE = TableType.of("reliable", Card.class);

    private static final RoomType<None, None, None> TYPE =
            RoomType.<None, None, None>of(
                            "world",
                            stage -> {
                                throw new AssertionError("no room is made");
                            })
                    .tickRate(20)
                    .tables(RELIABLE, ALL, AROUND, CARDS);

    /** A path in one direction; what is on it comes at its time, or not at all. */
    private static final class Path {
        private final SplittableRandom random;
        private final int lossPercent;
        private final PriorityQueue<Packet> onTheWay =
                new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));

        private record Packet(long at, long tick, int before, Bytes body) {}

        Path(SplittableRandom random, int lossPercent) {
            this.random = random;
            this.lossPercent = lossPercent;
        }

        void send(long now, long tick, int before, Bytes body) {
            while (random.nextInt(100) >= lossPercent) {
                onTheWay.add(new Packet(now + 1 + random.nextInt(6), tick, before, body));
                if (random.nextInt(10) > 0) {
                    return; // one in ten comes twice, or more often
                }
            }
        }

        List<Packet> due(long now) {
            List<Packet> due = new ArrayList<>();
            while (!onTheWay.isEmpty() && onTheWay.peek().at <= now) {
                due.add(onTheWay.remove());
            }
            return due;
        }
    }

    /** A room's tables with one member, and the member. */
    private static final class World {
        private static final int MEMBER = 1;

        final TableSet set = new TableSet(TYPE, Scratch.buffer()::clear, () -> {});
        final SnapshotReplicas replicas = new SnapshotReplicas(TYPE.tables());
        final SplittableRandom random;
        private final Path down;
        private final Path up;
        private final Map<String, Map<Long, Map<Long, Object>>> was = new HashMap<>();
        private double eye;
        private int group;
        long tick;
        int bytes;

        World(long seed) {
            random = new SplittableRandom(seed);
            int lossPercent = random.nextInt(60);
            down = new Path(random.split(), lossPercent);
            up = new Path(random.split(), lossPercent);
        }

        void change() {
            long key = random.nextInt(KEYS);
            switch (random.nextInt(10)) {
                case 0 -> set.table(ALL).remove(key);
                case 1 -> set.table(AROUND).remove(key);
                case 2 -> set.table(CARDS).remove(key);
                case 3 -> look(random.nextInt(-100, 100), random.nextInt(GROUPS));
                case 4, 5 ->
                        set.table(CARDS)
                                .put(key, new Card(random.nextInt(GROUPS), random.nextInt(6)));
                case 6, 7 -> set.table(ALL).put(key, ship());
                default -> set.table(AROUND).put(key, ship());
            }
        }

        private Ship ship() {
            float x = random.nextInt(-200, 200) * 0.5f;
            return new Ship(x, random.nextInt(3), "s".repeat(random.nextInt(12)));
        }

        void look(double x, int inGroup) {
            eye = x;
            group = inGroup;
            set.lookFrom(MEMBER, eye, 0);
            set.groups(MEMBER, 1L << group);
        }

        /** The end of a tick: the room tells, packets travel, the member answers. */
        void tell() {
            if (set.changed()) {
                set.stamp(set.stamped() + 1, (body, more) -> {}, (body, more) -> {});
                set.told();
            }
            remember(ALL);
            remember(AROUND);
            remember(CARDS);
            ByteBuf out = Unpooled.buffer();
            set.writeSnapshot(MEMBER, BYTES_MAX, out);
            assertThat(out.readableBytes()).isLessThanOrEqualTo(BYTES_MAX);
            bytes += out.readableBytes();
            if (out.isReadable()) {
                down.send(tick, tick, 0, Bytes.of(out));
            }
            for (Path.Packet packet : down.due(tick)) {
                replicas.read(packet.tick, buffer(packet.body));
                up.send(tick, replicas.newest(), replicas.before(), Bytes.EMPTY);
            }
            for (Path.Packet packet : up.due(tick)) {
                set.snapshotAcked(MEMBER, packet.tick, packet.before);
            }
            checkThatItWas(ALL);
            checkThatItWas(AROUND);
            checkThatItWas(CARDS);
        }

        private static ByteBuf buffer(Bytes bytes) {
            ByteBuf buffer = Unpooled.buffer();
            bytes.writeTo(buffer);
            return buffer;
        }

        private Map<Long, Object> was(TableType<?> type, long then) {
            return was.getOrDefault(type.name(), Map.of()).getOrDefault(then, Map.of());
        }

        private <R> void remember(TableType<R> type) {
            Map<Long, Object> rows = new HashMap<>();
            set.table(type)
                    .forEach((key, row) -> rows.put(key, type.codec().decode(coded(type, row))));
            was.computeIfAbsent(type.name(), any -> new HashMap<>()).put(tick, rows);
        }

        private static <R> ByteBuf coded(TableType<R> type, R row) {
            ByteBuf out = Unpooled.buffer();
            type.codec().encode(row, out, new int[type.codec().components()]);
            return out;
        }

        /** Each row that the member has is what it was at the tick that it is of. */
        private <R> void checkThatItWas(TableType<R> type) {
            SnapshotReplica<R> replica = replicas.of(type);
            replica.forEach(
                    (key, row) -> {
                        Object then = was(type, replica.tick(key)).get(key);
                        assertThat(row).as("%s %d at %d", type, key, tick).isEqualTo(then);
                    });
        }

        void checkThatItIs() {
            assertThat(rows(ALL)).isEqualTo(was(ALL, tick));
            assertThat(rows(AROUND))
                    .isEqualTo(seen(AROUND, ship -> Math.abs(ship.x() - eye) <= NEAR));
            assertThat(rows(CARDS)).isEqualTo(seen(CARDS, card -> card.group() == group));
            assertThat(replicas.of(RELIABLE).rows()).isZero();
        }

        private <R> Map<Long, Object> rows(TableType<R> type) {
            Map<Long, Object> rows = new HashMap<>();
            replicas.of(type).forEach(rows::put);
            assertThat(rows).hasSize(replicas.of(type).rows());
            return rows;
        }

        private interface Sees<R> {
            boolean sees(R row);
        }

        private <R> Map<Long, Object> seen(TableType<R> type, Sees<R> sees) {
            Map<Long, Object> rows = new HashMap<>();
            Table<R> table = set.table(type);
            table.forEach(
                    (key, row) -> {
                        if (sees.sees(row)) {
                            rows.put(key, row);
                        }
                    });
            return rows;
        }
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, SEEDS).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aMemberHasWhatItSeesHoweverMuchIsLost(int seed) {
        World world = new World(seed);
        world.look(0, 1);
        int pace = 1 + world.random.nextInt(12);
        while (world.tick < BUSY_TICKS) {
            world.set.ticked(++world.tick);
            for (int i = world.random.nextInt(pace); i > 0; i--) {
                world.change();
            }
            world.tell();
        }
        while (world.tick < BUSY_TICKS + QUIET_TICKS) {
            world.set.ticked(++world.tick);
            world.tell();
        }
        world.checkThatItIs();
        int before = world.bytes;
        world.set.ticked(++world.tick);
        world.tell();
        assertThat(world.bytes).as("nothing is told once all is known").isEqualTo(before);
    }

    @Test
    void aRowIsToldAsOftenAsItMatters() {
        World world = new World(1);
        Table<Ship> ships = world.set.table(ALL);
        int[] told = new int[2];
        for (int tick = 1; tick <= 400; tick++) {
            world.set.ticked(++world.tick);
            for (long key = 0; key < KEYS; key++) {
                int hp = key < KEYS / 2 ? 0 : 3; // weighs 1 or 4
                ships.put(key, new Ship(tick % 100, hp, "name"));
            }
            world.set.stamp(tick, (body, more) -> {}, (body, more) -> {});
            world.set.told();
            ByteBuf out = Unpooled.buffer();
            world.set.writeSnapshot(1, BYTES_MAX, out);
            world.replicas.read(tick, out);
            world.set.snapshotAcked(1, world.replicas.newest(), world.replicas.before());
            SnapshotReplica<Ship> replica = world.replicas.of(ALL);
            for (long key = 0; key < KEYS; key++) {
                told[key < KEYS / 2 ? 0 : 1] += replica.tick(key) == tick ? 1 : 0;
            }
        }
        assertThat(told[0]).isPositive();
        assertThat((double) told[1] / told[0]).isBetween(2.5, 5.0);
    }
}
