package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.Cell;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Opening;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.session.OwnerId;
import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import dev.cardea.store.Store;
import dev.cardea.testkit.SimWorld;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Id;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rooms that outlive their node: nodes in virtual time, a shelf and a ledger in memory. */
class KeptRoomsTest {
    private static final OwnerId ID = new OwnerId("till", "one");
    private static final OwnerId LIVE = new OwnerId("live", "one");
    private static final Duration EVERY = Duration.ofSeconds(5);

    sealed interface Told {
        @Id(1)
        record Add(int amount) implements Told {}

        @Id(2)
        record Pay(String key) implements Told {}

        @Id(3)
        record Close() implements Told {}

        @Id(4)
        record Fail() implements Told {}

        @Id(5)
        record Later(String text) implements Told {}
    }

    record Sum(int amount) {}

    private final SimWorld world = new SimWorld(1);
    private final MemoryShelf shelf = new MemoryShelf();
    private final List<String> log = new ArrayList<>();
    private final ArrayDeque<Runnable> blocking = new ArrayDeque<>();
    private int starts;
    private Node node = start();

    private final class Till implements Room<None, Told> {
        private final Stage<None, Told> stage;
        private final Cell<Sum> sum;

        /** What a dead node's rooms do nobody sees. */
        private final int start = starts;

        Till(Stage<None, Told> stage) {
            this.stage = stage;
            this.sum = stage.cell("sum", new Sum(0));
        }

        @Override
        public void onOpen(Opening opening) {
            note(opening instanceof Opening.Created ? "new" : "" + opening);
        }

        private void note(String text) {
            if (start == starts) {
                log.add(text);
            }
        }

        @Override
        public void onJoin(Member who) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}

        @Override
        public void onInput(Member from, None input) {}

        @Override
        public void onEvent(Told event) {
            switch (event) {
                case Told.Add(int amount) -> {
                    sum.update(now -> new Sum(now.amount() + amount));
                    note("sum " + sum.get().amount());
                }
                case Told.Pay(String key) -> stage.durable(key, Operation.credit("ann", "gold", 5));
                case Told.Close() -> stage.close("as asked");
                case Told.Fail() -> throw new IllegalStateException("as asked");
                case Told.Later(String text) ->
                        stage.after("later", Duration.ofSeconds(20), new Told.Add(text.length()));
            }
        }

        @Override
        public void onSettled(String key, Outcome outcome) {
            note(key + " " + outcome);
        }
    }

    private RoomType<None, None, Told> type(String name) {
        return RoomType.<None, None, Told>of(name, Till::new)
                .inputs(None.class)
                .outputs(None.class)
                .events(Told.class)
                .staysWhenEmpty();
    }

    private Node start() {
        starts++;
        NodeSetup setup =
                new NodeSetup(
                        List.of(type("till").savedEvery(EVERY), type("live")),
                        NodeSetup.Notices.NONE,
                        List.of(),
                        NodeLimits.DEFAULT,
                        RoomWorkers.on(world.loop("rooms")),
                        blocking::add,
                        new SplittableRandom(world.random().nextLong()));
        RoomShelving shelving = new RoomShelving(shelf, blocking::add);
        return new Node(setup.with(new NodeSetup.Kept(Store.NONE, List.of(), shelving)));
    }

    /** The node is no more, and another begins. */
    private int restart() {
        blocking.clear();
        log.clear();
        node = start();
        int restored = node.restore();
        pass(Duration.ZERO);
        return restored;
    }

    private void tell(Told event) {
        tell(ID, event);
    }

    private void tell(OwnerId room, Told event) {
        node.rooms().create(room, Bytes.EMPTY);
        node.rooms().post(room, event);
        pass(Duration.ZERO);
    }

    private void runBlocking() {
        for (Runnable task = blocking.poll(); task != null; task = blocking.poll()) {
            task.run();
        }
        world.runFor(1_000_000);
    }

    private void pass(Duration time) {
        world.runFor(time.plusMillis(1).toNanos());
        runBlocking();
    }

    @Test
    void goesOnAsItWasLastSaved() {
        tell(new Told.Add(3));
        tell(new Told.Add(4)); // which is too soon after the first save
        assertThat(restart()).isEqualTo(1);
        tell(new Told.Add(10));
        assertThat(log).containsExactly("Restored[age=PT7S]", "sum 13");
    }

    @Test
    void savesOnlyWhenSomethingHasHappened() {
        tell(new Told.Add(1));
        pass(EVERY);
        int saves = shelf.saves;
        pass(EVERY.multipliedBy(10));
        assertThat(shelf.saves).isEqualTo(saves).isLessThanOrEqualTo(2);
        tell(new Told.Add(1));
        pass(EVERY);
        assertThat(shelf.saves).isEqualTo(saves + 1);
    }

    @Test
    void isSavedWhenTheServerStopsAndIsToldNothing() {
        tell(new Told.Add(3));
        tell(LIVE, new Told.Add(1));
        tell(new Told.Add(4));
        node.close();
        pass(Duration.ZERO);
        assertThat(restart()).isEqualTo(1);
        tell(new Told.Add(10));
        assertThat(log).containsExactly("Restored[age=PT7S]", "sum 17");
        assertThat(node.rooms().exists(LIVE)).isFalse();
    }

    @Test
    void firesATimerOnceAlsoIfItWasDueWhileNobodyRanIt() {
        tell(new Told.Later("four"));
        pass(EVERY);
        world.runFor(Duration.ofSeconds(60).toNanos());
        restart();
        assertThat(log).containsExactly("Restored[age=PT7S]", "sum 4");
        pass(Duration.ofSeconds(60));
        assertThat(log).hasSize(2);
    }

    @Test
    void doesAnEffectUnderOneIdBeforeAndAfter() {
        tell(new Told.Pay("prize"));
        assertThat(shelf.settling).hasSize(1);
        pass(EVERY);
        restart();
        assertThat(shelf.settling).as("asked again, under the same id").hasSize(1);
        shelf.settling.values().forEach(one -> one.complete(new Outcome.Done()));
        pass(Duration.ZERO);
        assertThat(log).containsExactly("Restored[age=PT7S]", "prize Done[]");
        OperationId named = OperationId.named(shelf.lifeOf(ID), "prize");
        assertThat(shelf.settling).containsOnlyKeys(named);
    }

    @Test
    void hasNoEffectBeforeItIsKept() {
        shelf.away = true;
        tell(new Told.Pay("prize"));
        assertThat(shelf.settling).isEmpty();
        assertThat(log).containsExactly("new", "prize TryLater[retryAfterMillis=1000]");
        shelf.away = false;
        pass(EVERY);
        tell(new Told.Pay("prize"));
        assertThat(shelf.settling).hasSize(1);
    }

    @Test
    void isTriedAgainWhileTheDatabaseIsAway() {
        tell(new Told.Add(1));
        shelf.away = true;
        tell(new Told.Add(2));
        pass(EVERY);
        pass(EVERY);
        shelf.away = false;
        pass(EVERY);
        restart();
        tell(new Told.Add(10));
        assertThat(log).containsExactly("Restored[age=PT7S]", "sum 13");
    }

    @Test
    void stopsWhereAnotherNodeHasTakenItOver() {
        tell(new Told.Add(1));
        shelf.takeAll();
        tell(new Told.Add(2));
        pass(EVERY);
        pass(Duration.ZERO);
        assertThat(node.rooms().exists(ID)).isFalse();
        assertThat(log).containsExactly("new", "sum 1", "sum 3");
        restart();
        tell(new Told.Add(10));
        assertThat(log).as("as the other has it").containsExactly("Restored[age=PT7S]", "sum 11");
    }

    @Test
    void stopsWhenAnEffectOfItIsRefusedSinceAnotherNodeHasIt() {
        tell(new Told.Add(1));
        shelf.takeAll();
        tell(new Told.Pay("prize"));
        pass(Duration.ZERO);
        assertThat(node.rooms().exists(ID)).isFalse();
        assertThat(log).as("it is told nothing").containsExactly("new", "sum 1");
        assertThat(shelf.has(ID)).as("the other has it").isTrue();
    }

    @Test
    void isNotKeptOnceItIsOver() {
        tell(new Told.Add(1));
        assertThat(shelf.has(ID)).isTrue();
        tell(new Told.Close());
        assertThat(shelf.has(ID)).isFalse();
        assertThat(restart()).isZero();
    }

    @Test
    void isSetAsideWhenItThrows() {
        tell(new Told.Add(1));
        tell(new Told.Fail());
        assertThat(shelf.has(ID)).isFalse();
        assertThat(shelf.aside)
                .containsExactly("till/one: java.lang.IllegalStateException: as asked");
    }

    @Test
    void isSetAsideWhenItIsDamagedAndItsNameIsFree() {
        tell(new Told.Add(1));
        shelf.damage(ID);
        assertThat(restart()).isZero();
        assertThat(shelf.aside).containsExactly("till/one: it is damaged: the checksum differs");
        tell(new Told.Add(2));
        assertThat(log).containsExactly("new", "sum 2");
    }
}
