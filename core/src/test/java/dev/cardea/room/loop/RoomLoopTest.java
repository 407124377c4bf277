package dev.cardea.room.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.room.Agents;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.Stage;
import dev.cardea.room.TableType;
import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import dev.cardea.store.Outcome;
import dev.cardea.wire.Bytes;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RoomLoopTest {
    /** Keeps what a room does. */
    private static final class Script implements Surroundings<String> {
        private final List<String> done = new ArrayList<>();

        @Override
        public void send(SessionId to, String message, Delivery delivery) {
            done.add("to " + to.low() + ": " + message);
        }

        @Override
        public void broadcast(String message, Delivery delivery) {
            done.add("to all: " + message);
        }

        @Override
        public void kick(SessionId member, String why) {
            done.add("kick " + member.low());
        }

        @Override
        public Aside ask(long ask, Callable<?> work) {
            done.add("ask " + ask);
            return () -> done.add("cancel " + ask);
        }

        @Override
        public void settle(String key, Operation operation) {
            done.add("settle " + key);
        }

        @Override
        public ByteBuf scratch() {
            throw new AssertionError("not in this test");
        }

        @Override
        public Rooms rooms() {
            throw new AssertionError("not in this test");
        }

        @Override
        public Agents agents() {
            throw new AssertionError("not in this test");
        }
    }

    private static List<String> fold(long seed) {
        Script script = new Script();
        List<String> pages = script.done;
        RoomType<String, String, String> type =
                RoomType.of("diary", (Stage<String, String> stage) -> new Diary(stage, pages));
        RoomLoop<String, String, String> loop = new RoomLoop<>(type, script);
        List<RoomEvent> events =
                List.of(
                        new RoomEvent.Opened(Opening.Created.with(Bytes.EMPTY), seed),
                        joined(1, "ann"),
                        joined(2, "bob"),
                        new RoomEvent.Received(1, "roll"),
                        new RoomEvent.Received(2, "after t 5"),
                        new RoomEvent.Dropped(2),
                        new RoomEvent.Fired("t"),
                        new RoomEvent.Received(1, "ask"),
                        new RoomEvent.Answered(1, "roll"),
                        new RoomEvent.Resumed(2, Recovery.FRESH),
                        new RoomEvent.Received(1, "count"),
                        watched(3, "eve"),
                        new RoomEvent.Received(3, "roll"),
                        new RoomEvent.Left(1, LeaveReason.LEFT),
                        new RoomEvent.Posted("roll"),
                        new RoomEvent.Closing(LeaveReason.SERVER_CLOSING));
        for (int i = 0; i < events.size(); i++) {
            loop.apply(events.get(i), i * 1000L);
        }
        assertThat(loop.closed()).isTrue();
        return script.done;
    }

    private static RoomEvent.Joined joined(int member, String name) {
        return new RoomEvent.Joined(member, new SessionId(0, member), new Identity(name, name));
    }

    private static RoomEvent.Watched watched(int member, String name) {
        return new RoomEvent.Watched(member, new SessionId(0, member), new Identity(name, name));
    }

    @Test
    void tellsTheRoomOfASpectatorWhenItComesAndOfNothingElse() {
        Script script = new Script();
        RoomType<String, String, String> type =
                RoomType.of(
                        "diary", (Stage<String, String> stage) -> new Diary(stage, script.done));
        RoomLoop<String, String, String> loop = new RoomLoop<>(type, script);
        loop.apply(new RoomEvent.Opened(Opening.Created.with(Bytes.EMPTY), 7), 0);
        loop.apply(watched(1, "eve"), 0);
        assertThat(script.done).containsExactly("open", "watch eve", "to 1: enjoy");
        script.done.clear();
        loop.apply(new RoomEvent.Received(1, "say something"), 0);
        loop.apply(new RoomEvent.Dropped(1), 0);
        assertThat(seen(loop)).containsExactly("spectator 1 (eve), attached false");
        loop.apply(new RoomEvent.Resumed(1, Recovery.FRESH), 0);
        assertThat(seen(loop)).containsExactly("spectator 1 (eve), attached true");
        loop.apply(new RoomEvent.Left(1, LeaveReason.LEFT), 0);
        assertThat(seen(loop)).isEmpty();
        assertThat(script.done).isEmpty();
    }

    private static List<String> seen(RoomLoop<?, ?, ?> loop) {
        List<String> seen = new ArrayList<>();
        loop.show(
                new StateViewer() {
                    @Override
                    public void spectator(Member spectator) {
                        seen.add(spectator + ", attached " + spectator.attached());
                    }

                    @Override
                    public void row(TableType<?> table, long key, Object row, ByteBuf encoded) {}
                });
        return seen;
    }

    @Test
    void foldsTheSameEventsToTheSameRoom() {
        assertThat(fold(7)).isEqualTo(fold(7));
        assertThat(fold(7)).isNotEqualTo(fold(8));
        assertThat(fold(7))
                .contains("to 1: welcome", "event x at 6", "to all: inputs 4", "to all: bye ann")
                .endsWith("leave bob SERVER_CLOSING");
    }

    @Test
    void keepsItsStageFromOtherThreads() {
        AtomicReference<Stage<String, None>> leaked = new AtomicReference<>();
        RoomType<String, String, None> type =
                RoomType.of(
                        "leak",
                        (Stage<String, None> stage) -> {
                            leaked.set(stage);
                            return new Silent();
                        });
        RoomLoop<String, String, None> loop = new RoomLoop<>(type, new Script());
        loop.apply(new RoomEvent.Opened(Opening.Created.with(Bytes.EMPTY), 1), 0);
        Stage<String, None> stage = leaked.get();
        assertThatThrownBy(() -> stage.broadcast("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("for its room alone");
        assertThat(CompletableFuture.supplyAsync(() -> stage).thenApply(Stage::members))
                .failsWithin(java.time.Duration.ofSeconds(5));
    }

    /** A room that has paid what its input names, and says what became of it. */
    private record Till(Stage<String, None> stage) implements Room<String, None> {
        @Override
        public void onJoin(Member who) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}

        @Override
        public void onInput(Member from, String input) {
            String[] words = input.split(" ", 2);
            stage.durable(words[0], Operation.credit("ann", "gold", Long.parseLong(words[1])));
        }

        @Override
        public void onSettled(String key, Outcome outcome) {
            stage.broadcast(key + " " + outcome);
        }
    }

    private static RoomLoop<String, String, None> till(Script script) {
        RoomType<String, String, None> type = RoomType.of("till", Till::new);
        RoomLoop<String, String, None> loop = new RoomLoop<>(type, script);
        loop.apply(new RoomEvent.Opened(Opening.Created.with(Bytes.EMPTY), 1), 0);
        loop.apply(joined(1, "ann"), 0);
        return loop;
    }

    @Test
    void asksForADurableEffectOnceWhileItIsPending() {
        Script script = new Script();
        RoomLoop<String, String, None> loop = till(script);
        loop.apply(new RoomEvent.Received(1, "prize 5"), 0);
        loop.apply(new RoomEvent.Received(1, "prize 5"), 0);
        loop.apply(new RoomEvent.Settled("prize", new Outcome.TryLater(100)), 0);
        loop.apply(new RoomEvent.Settled("prize", new Outcome.Done()), 0); // nobody waits for it
        loop.apply(new RoomEvent.Received(1, "prize 5"), 0);
        loop.apply(new RoomEvent.Settled("prize", new Outcome.Done()), 0);
        assertThat(script.done)
                .containsExactly(
                        "settle prize",
                        "to all: prize TryLater[retryAfterMillis=100]",
                        "settle prize",
                        "to all: prize Done[]");
    }

    @Test
    void refusesAnotherEffectByANameThatIsPending() {
        RoomLoop<String, String, None> loop = till(new Script());
        loop.apply(new RoomEvent.Received(1, "prize 5"), 0);
        assertThatThrownBy(() -> loop.apply(new RoomEvent.Received(1, "prize 6"), 0))
                .hasMessageContaining("prize: another operation is pending by that name");
    }

    @Test
    void boundsTheDurableEffectsThatArePending() {
        RoomLoop<String, String, None> loop = till(new Script());
        for (int i = 0; i < 1024; i++) {
            loop.apply(new RoomEvent.Received(1, "prize/" + i + " 5"), 0);
        }
        assertThatThrownBy(() -> loop.apply(new RoomEvent.Received(1, "one-more 5"), 0))
                .hasMessageContaining("at most 1024 durable operations");
    }

    @Test
    void refusesTwoCellsOfOneName() {
        RoomType<String, String, None> type =
                RoomType.of(
                        "cells",
                        (Stage<String, None> stage) -> {
                            stage.cell("a", 1);
                            stage.cell("a", 2);
                            return new Silent();
                        });
        RoomLoop<String, String, None> loop = new RoomLoop<>(type, new Script());
        assertThatThrownBy(
                        () ->
                                loop.apply(
                                        new RoomEvent.Opened(Opening.Created.with(Bytes.EMPTY), 1),
                                        0))
                .hasMessageContaining("cell a");
    }

    @Test
    void kicksNobodyForAMemberOfAnotherRoom() {
        Script script = new Script();
        RoomLoop<String, String, None> loop = kicking(script, member("of another room"));
        loop.apply(new RoomEvent.Opened(Opening.Created.with(Bytes.EMPTY), 1), 0);
        loop.apply(joined(1, "ann"), 0);
        loop.apply(new RoomEvent.Received(1, "kick"), 0);
        loop.apply(new RoomEvent.Received(1, "kick"), 0);
        assertThat(script.done).containsExactly("to all: 1 here", "to all: 1 here");
    }

    private static Member member(String name) {
        return new RoomMember(1, new SessionId(9, 9), new Identity(name, name), false);
    }

    private static RoomLoop<String, String, None> kicking(Script script, Member whom) {
        RoomType<String, String, None> type =
                RoomType.of(
                        "kicks",
                        (Stage<String, None> stage) ->
                                new Silent() {
                                    @Override
                                    public void onInput(Member from, String input) {
                                        stage.kick(whom, "out");
                                        stage.broadcast(stage.members().size() + " here");
                                    }
                                });
        return new RoomLoop<>(type, script);
    }

    private static class Silent implements Room<String, None> {
        @Override
        public void onJoin(Member who) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}

        @Override
        public void onInput(Member from, String input) {}
    }
}
