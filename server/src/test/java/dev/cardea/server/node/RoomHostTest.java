package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.Stage;
import dev.cardea.session.OwnerId;
import dev.cardea.session.SessionId;
import dev.cardea.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RoomHostTest {
    private static final OwnerId ID = new OwnerId("clock", "one");
    private static final Duration PERIOD = Duration.ofMillis(10);

    sealed interface Told {
        record Tick() implements Told {}

        record Poke() implements Told {}

        /** Tells itself so again at once, for ever. */
        record Spin() implements Told {}

        record Fail() implements Told {}

        /** Asks for a Poke, or else this is sad. */
        record Ask() implements Told {}

        record Sad() implements Told {}

        /** Fails, and cannot be named in the report of that. */
        record Unspeakable() implements Told {
            @Override
            public String toString() {
                throw new IllegalStateException("no name");
            }
        }
    }

    private final HandWorkers workers = new HandWorkers();
    private final List<Told> told = new ArrayList<>();
    private Runnable inTick = () -> {};
    private boolean rejecting;
    private final Node node =
            new Node(
                    new NodeSetup(
                            List.of(type()),
                            NodeSetup.Notices.NONE,
                            List.of(),
                            NodeLimits.DEFAULT,
                            workers,
                            this::execute,
                            new SplittableRandom(1)));

    private void execute(Runnable task) {
        if (rejecting) {
            throw new RejectedExecutionException("as asked");
        }
        task.run();
    }

    private RoomType<None, None, Told> type() {
        return RoomType.of("clock", Clock::new)
                .inputs(None.class)
                .outputs(None.class)
                .events(Told.class)
                .staysWhenEmpty();
    }

    private final class Clock implements Room<None, Told> {
        private final Stage<None, Told> stage;

        Clock(Stage<None, Told> stage) {
            this.stage = stage;
        }

        @Override
        public void onEvent(Told event) {
            told.add(event);
            switch (event) {
                case Told.Tick tick -> {
                    stage.after("tick", PERIOD, tick);
                    inTick.run();
                }
                case Told.Spin spin -> stage.after("spin", Duration.ZERO, spin);
                case Told.Poke _ -> {}
                case Told.Ask _ -> stage.ask(new Told.Sad(), Told.Poke::new);
                case Told.Sad _ -> {}
                case Told.Fail _, Told.Unspeakable _ -> throw new IllegalStateException("as asked");
            }
        }

        @Override
        public void onJoin(Member who) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}

        @Override
        public void onInput(Member from, None input) {}
    }

    private CompletableFuture<Rooms.Posted> post(Told event) {
        return node.rooms().post(ID, event).toCompletableFuture();
    }

    private void open(Told first) {
        node.rooms().create(ID, Bytes.EMPTY);
        post(first);
        workers.turn();
    }

    private long ticks() {
        return told.stream().filter(Told.Tick.class::isInstance).count();
    }

    @Test
    void keepsTickingWhenItsTimerFiresInATurnThatHasDoneWhatWasDue() {
        open(new Told.Tick());
        workers.pass(PERIOD.toNanos());
        inTick = workers::fire;
        post(new Told.Poke()); // mail is here before the thread of the timers is
        workers.turns(3);
        inTick = () -> {};
        assertThat(ticks()).isEqualTo(2);
        for (int i = 3; i < 10; i++) {
            workers.pass(PERIOD.toNanos());
            workers.fire();
            workers.turns(3);
            assertThat(ticks()).isEqualTo(i);
        }
    }

    @Test
    void readsItsMailHoweverMuchItTellsItself() {
        open(new Told.Spin());
        post(new Told.Poke());
        workers.turns(3);
        assertThat(told).contains(new Told.Poke());
    }

    @Test
    void isGoneEvenIfTheReportOfItsFailureFails() {
        open(new Told.Poke());
        post(new Told.Unspeakable());
        assertThatThrownBy(workers::turn).hasMessage("no name");
        assertThat(node.rooms().exists(ID)).isFalse();
        assertThat(post(new Told.Poke())).isCompletedWithValue(Rooms.Posted.ABSENT);
    }

    @Test
    void doesNotClaimToHaveTakenAnEventAtWhichItFailed() {
        open(new Told.Poke());
        CompletableFuture<Rooms.Posted> posted = post(new Told.Fail());
        workers.turns(3);
        assertThat(posted).isCompletedWithValue(Rooms.Posted.ABSENT);
    }

    @Test
    void answersAnAskForWhichThereIsNoThreadAndKeepsNoPlaceForIt() {
        open(new Told.Poke());
        rejecting = true;
        for (int i = 0; i < NodeLimits.DEFAULT.asksMax(); i++) {
            post(new Told.Ask());
            workers.turns(4);
        }
        assertThat(told).endsWith(new Told.Ask(), new Told.Sad());
        rejecting = false;
        post(new Told.Ask());
        workers.turns(4);
        assertThat(told).endsWith(new Told.Ask(), new Told.Poke());
    }

    @Test
    void forgetsSessionsAFewAtATimeAndNotOnTheThreadOfTheTimers() {
        int sessions = 3 * SessionTable.SWEEP_STEP;
        for (int i = 0; i < sessions; i++) {
            SessionTable.close(node.sessions().open(new SessionId(0, i)));
        }
        for (int sweeps = 0; sweeps < 2; sweeps++) {
            int before = node.sessions().size();
            workers.pass(Duration.ofSeconds(10).toNanos());
            workers.fire();
            assertThat(node.sessions().size()).isEqualTo(before);
            workers.turn();
            assertThat(node.sessions().size())
                    .isEqualTo(Math.max(0, before - SessionTable.SWEEP_STEP));
            workers.turns(3);
            assertThat(node.sessions().size()).isZero();
        }
    }
}
