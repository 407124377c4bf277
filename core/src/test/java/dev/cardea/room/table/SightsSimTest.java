package dev.cardea.room.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.Audience;
import dev.cardea.room.None;
import dev.cardea.room.Room;
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
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Goal: rule R3b and invariant I4 where members see different rows: after quiet each has the rows
 * that it may see, as they are, and none that it may not; and it never had a row that was never its
 * to see. Method: seeds of changes, looks, cuts and slow readers; who may see what is decided anew
 * by plain code from plain maps.
 */
class SightsSimTest {
    private static final int SEEDS = 400;
    private static final int MEMBERS = 4;
    private static final double ENTER = 10;
    private static final double LEAVE = 13;

    record Sign(int text) {}

    /** A card of a member, or of a group; -1 is everybody, -2 nobody. */
    record Card(int suit, int group, int member) {
        Audience audience() {
            if (member > 0) {
                return Audience.only(member);
            }
            return group >= 0
                    ? Audience.group(group)
                    : group == -1 ? Audience.everyone() : Audience.nobody();
        }

        boolean isSeenBy(int who, long groups) {
            if (member > 0) {
                return member == who;
            }
            return group == -1 || (group >= 0 && (groups >> group & 1) == 1);
        }
    }

    record Ship(float x, float y, int hits) {}

    private static final TableType<Sign> SIGNS = TableType.of("signs", Sign.class).rowsMax(10);
    private static final TableType<Card> CARDS =
            TableType.of("cards", Card.class).rowsMax(30).seenBy(Card::audience);
    private static final TableType<Ship> SHIPS =
            TableType.of("ships", Ship.class).rowsMax(60).near(Ship::x, Ship::y, ENTER, LEAVE);

    /** Where a member looks from, and its groups. */
    private static final class Eye {
        boolean looks;
        double x;
        double y;
        long groups;
        final TreeSet<Long> everSeen = new TreeSet<>();
    }

    /** One run. */
    private static final class World {
        private final SplittableRandom random;
        private final OwnerStream stream;
        private final TableSet tables;
        private final Table<Sign> signs;
        private final Table<Card> cards;
        private final Table<Ship> ships;
        private final Map<Long, Sign> signsThere = new TreeMap<>();
        private final Map<Long, Card> cardsThere = new TreeMap<>();
        private final Map<Long, Ship> shipsThere = new TreeMap<>();
        private final List<Spectator> spectators = new ArrayList<>();
        private final List<Eye> eyes = new ArrayList<>();

        World(long seed) {
            random = new SplittableRandom(seed);
            StreamLimits limits =
                    new StreamLimits(
                            random.nextInt(200, 4_000),
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(15),
                            random.nextInt(20, 600),
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
                    RoomType.<None, None, None>of("world", SightsSimTest::noRoom)
                            .tables(SIGNS, CARDS, SHIPS);
            ByteBuf scratch = Scratch.buffer();
            tables = new TableSet(type, scratch::clear, () -> {});
            signs = tables.table(SIGNS);
            cards = tables.table(CARDS);
            ships = tables.table(SHIPS);
            stream.show(tables);
            for (int i = 1; i <= MEMBERS; i++) {
                spectators.add(new Spectator(stream, i, type.tables()));
                spectators.getLast().reserve();
                eyes.add(new Eye());
            }
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
            }
            for (int i = 0; i < 200; i++) {
                spectators.stream().filter(each -> !each.attached()).forEach(Spectator::attach);
                flush(true);
                spectators.forEach(each -> each.read(Integer.MAX_VALUE));
            }
        }

        private void step() {
            int who = random.nextInt(MEMBERS);
            Spectator one = spectators.get(who);
            switch (random.nextInt(16)) {
                case 0 -> one.cut();
                case 1, 2 -> {
                    if (!one.attached()) {
                        one.attach();
                    }
                }
                case 3 -> stream.broadcast(Delivery.RELIABLE, Unpooled.copyInt(1));
                case 4 -> change(signs, signsThere, 12, new Sign(random.nextInt(3)));
                case 5, 6 -> change(cards, cardsThere, 20, card());
                case 7, 8, 9 -> change(ships, shipsThere, 50, ship());
                case 10 -> regroup(who);
                case 11 -> look(who);
                case 12 -> flush(true);
                case 13 -> flush(random.nextBoolean());
                default -> one.read(random.nextInt(1, 8));
            }
        }

        private void flush(boolean settle) {
            if (settle) {
                for (int i = 0; i < MEMBERS; i++) {
                    Eye eye = eyes.get(i);
                    int number = i + 1;
                    cardsThere.forEach(
                            (key, card) -> {
                                if (card.isSeenBy(number, eye.groups)) {
                                    eye.everSeen.add(key);
                                }
                            });
                }
            }
            stream.flush(settle);
        }

        private Card card() {
            int member = random.nextInt(3) == 0 ? random.nextInt(1, MEMBERS + 1) : 0;
            return new Card(random.nextInt(4), random.nextInt(-2, 4), member);
        }

        private Ship ship() {
            return new Ship(place(), place(), random.nextInt(3));
        }

        private float place() {
            return random.nextInt(-25, 26) * 0.75f;
        }

        private <R> void change(Table<R> table, Map<Long, R> there, int keys, R row) {
            long key = random.nextInt(keys);
            if (random.nextInt(4) == 0) {
                assertThat(table.remove(key)).isEqualTo(there.remove(key) != null);
            } else if (there.containsKey(key) || there.size() < 10) {
                table.put(key, row);
                there.put(key, row);
            }
        }

        private void regroup(int who) {
            Eye eye = eyes.get(who);
            eye.groups = random.nextInt(16);
            tables.groups(who + 1, eye.groups);
        }

        private void look(int who) {
            Eye eye = eyes.get(who);
            boolean moves = eye.looks && random.nextInt(4) > 0;
            eye.looks = true;
            eye.x = moves ? eye.x + random.nextInt(-3, 4) : place();
            eye.y = moves ? eye.y + random.nextInt(-3, 4) : place();
            tables.lookFrom(who + 1, eye.x, eye.y);
        }

        private Map<Long, Card> cardsSeenBy(int who) {
            Map<Long, Card> seen = new TreeMap<>(cardsThere);
            seen.values().removeIf(card -> !card.isSeenBy(who + 1, eyes.get(who).groups));
            return seen;
        }

        private Map<Long, Ship> shipsWithin(int who, double distance) {
            Eye eye = eyes.get(who);
            Map<Long, Ship> near = new TreeMap<>(shipsThere);
            near.values()
                    .removeIf(
                            ship ->
                                    !eye.looks
                                            || Math.hypot(ship.x - eye.x, ship.y - eye.y)
                                                    > distance);
            return near;
        }
    }

    private static Room<None, None> noRoom(Stage<None, None> stage) {
        throw new AssertionError("no room is made");
    }

    private static <R> Map<Long, R> rows(Replica<R> replica) {
        Map<Long, R> rows = new TreeMap<>();
        replica.forEach(rows::put);
        assertThat(replica.rows()).isEqualTo(rows.size());
        return rows;
    }

    @Test
    void everyMemberEndsWithTheRowsThatItMaySee() {
        int recovered = 0;
        int pieces = 0;
        int atTheEdge = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = new World(seed);
            world.run(500);
            for (int who = 0; who < MEMBERS; who++) {
                Spectator each = world.spectators.get(who);
                String what = "member %d, seed %d".formatted(who + 1, seed);
                assertThat(each.live).as(what).isTrue();
                assertThat(rows(each.replicas.of(SIGNS))).as(what).isEqualTo(world.signsThere);
                assertThat(rows(each.replicas.of(CARDS)))
                        .as(what)
                        .isEqualTo(world.cardsSeenBy(who));
                Map<Long, Ship> ships = rows(each.replicas.of(SHIPS));
                Map<Long, Ship> near = world.shipsWithin(who, ENTER);
                assertThat(ships).as(what).containsAllEntriesOf(near);
                assertThat(world.shipsWithin(who, LEAVE)).as(what).containsAllEntriesOf(ships);
                assertThat(world.eyes.get(who).everSeen)
                        .as("had a card that was never its to see: " + what)
                        .containsAll(each.everHad);
                atTheEdge += ships.size() - near.size();
                recovered += each.recovered;
                pieces += each.pieces;
            }
        }
        assertThat(recovered).as("recoveries").isGreaterThan(SEEDS);
        assertThat(pieces).as("patches in pieces").isGreaterThan(SEEDS);
        assertThat(atTheEdge).as("rows between the distances").isGreaterThan(SEEDS / 10);
    }
}
