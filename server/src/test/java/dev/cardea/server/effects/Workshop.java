package dev.cardea.server.effects;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.server.Cardea;
import dev.cardea.service.Service;
import dev.cardea.session.Delivery;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.Id;
import dev.cardea.wire.Max;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/** A game whose rooms and service do as they are told. Safe from any thread. */
final class Workshop {
    static final String ROOM = "workshop";

    /** A room with one seat. */
    static final String BOOTH = "booth";

    /** Answers with what it is asked, on the event loop. */
    static final int ECHO = 1024;

    /** Answers with as many bytes as it is asked for, on a thread of its own. */
    static final int MAKE = 1025;

    private static final int BARRIER_SECONDS = 5;

    /** What {@link Input.Hold} waits for. */
    final CountDownLatch release = new CountDownLatch(1);

    private final CyclicBarrier barrier;

    Workshop() {
        this(1);
    }

    /** With rooms that {@link Input.Meet} so many at once. */
    Workshop(int meeting) {
        barrier = new CyclicBarrier(meeting);
    }

    /** What a member may say. */
    sealed interface Input {
        /** Is repeated to all. */
        @Id(1)
        record Say(String text) implements Input {}

        /** So many messages of that size, in one turn. */
        @Id(2)
        record Burst(int count, int bytes, boolean reliable) implements Input {}

        /** Holds its thread until as many rooms as the workshop says do so. */
        @Id(3)
        record Meet() implements Input {}

        /** Holds its thread until the test lets go. */
        @Id(4)
        record Hold() implements Input {}

        /** Has two things done aside, which end when the test lets go. */
        @Id(5)
        record AskTwice() implements Input {}
    }

    /** What the room says. */
    sealed interface Output {
        @Id(1)
        record Line(String text) implements Output {}

        @Id(2)
        record Blob(@Max(Max.LIMIT) Bytes bytes) implements Output {}
    }

    /** What came of what was done aside. */
    record Done(String text) {}

    record Amount(int bytes) {}

    Cardea game() {
        RoomType<Input, Output, Done> room = type(ROOM);
        Service service =
                Service.define(
                        "bench",
                        routes -> {
                            var bytes = Codecs.bytes();
                            routes.inline(ECHO, bytes, bytes, (caller, ask) -> ask);
                            routes.on(
                                    MAKE,
                                    Codecs.of(Amount.class),
                                    bytes,
                                    (caller, ask) -> blob(ask.bytes()));
                        });
        return Cardea.server().rooms(room, type(BOOTH).seats(1)).services(service);
    }

    private RoomType<Input, Output, Done> type(String name) {
        return RoomType.<Input, Output, Done>of(name, Shop::new)
                .inputs(Input.class)
                .outputs(Output.class)
                .events(Done.class);
    }

    private static Bytes blob(int bytes) {
        return Bytes.copyOf(new byte[bytes]);
    }

    /** One room. */
    private final class Shop implements Room<Input, Done> {
        private final Stage<Output, Done> stage;

        Shop(Stage<Output, Done> stage) {
            this.stage = stage;
        }

        @Override
        public void onJoin(Member who) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {
            say(who.name() + " left: " + why);
        }

        @Override
        public void onInput(Member from, Input input) {
            switch (input) {
                case Input.Say(String text) -> say(text);
                case Input.Burst burst -> burst(burst);
                case Input.Meet() -> say(meet());
                case Input.Hold() -> say(await() ? "let go" : "held for too long");
                case Input.AskTwice() -> {
                    for (int i = 0; i < 2; i++) {
                        stage.ask(new Done("no place"), () -> new Done(await() ? "done" : "late"));
                    }
                }
            }
        }

        @Override
        public void onEvent(Done done) {
            say(done.text());
        }

        private void burst(Input.Burst burst) {
            Output message = new Output.Blob(blob(burst.bytes()));
            for (int i = 0; i < burst.count(); i++) {
                stage.broadcast(
                        message, burst.reliable() ? Delivery.RELIABLE : Delivery.UNRELIABLE);
            }
        }

        private String meet() {
            try {
                barrier.await(BARRIER_SECONDS, TimeUnit.SECONDS);
                return "met";
            } catch (Exception alone) { // too late, or another was
                return "alone";
            }
        }

        private boolean await() {
            try {
                return release.await(BARRIER_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private void say(String text) {
            stage.broadcast(new Output.Line(text));
        }
    }
}
