package dev.cardea.room.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Recovery;
import dev.cardea.room.RoomType;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.replay.ReplayResult.End;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.store.Outcome;
import dev.cardea.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a replay does what was recorded, or says where it does not; method: owners in memory. */
class RoomReplayTest {
    private static final Duration PERIOD = Duration.ofMillis(50);

    private static RoomType<Arcade.Input, Arcade.Output, Arcade.Event> type(int rate) {
        return Arcade.type(rate, () -> 0);
    }

    /** A room to which all happens that can happen to a room, and that does all it can. */
    private static Studio busy(RoomType<Arcade.Input, Arcade.Output, Arcade.Event> type)
            throws Exception {
        Studio studio = new Studio(type);
        studio.join(1, "ann");
        studio.join(2, "bob");
        studio.request(3, "eve");
        studio.join(4, "cid");
        studio.pass(PERIOD);
        studio.watch(3, "eve");
        studio.tell(1, "ask red");
        studio.tell(2, "ask blue");
        studio.tell(2, "after a while");
        studio.tell(1, "roll");
        studio.tell(1, "newest thing");
        studio.input(1, new Arcade.Input.Steer(1.5f));
        studio.tell(1, "rooms there");
        studio.tell(1, "rooms elsewhere");
        studio.answer(0);
        studio.tell(1, "pay prize/1");
        studio.tell(2, "pay prize/2");
        studio.tell(1, "pay prize/3");
        studio.settle("prize/1", new Outcome.Done());
        studio.settle("prize/2", new Outcome.Refused(Outcome.Reason.NOT_ENOUGH, "no gold"));
        studio.settle("prize/3", new Outcome.TryLater(500));
        studio.tell(1, "label low tide");
        studio.tell(1, "hide off");
        studio.tell(2, "join 4");
        studio.pass(PERIOD);
        studio.drop(2);
        studio.pass(PERIOD);
        studio.attach(2, "bob");
        studio.drop(3);
        studio.attach(3, "eve");
        studio.tell(1, "kick cid");
        studio.pass(PERIOD);
        studio.post(new Arcade.Event.Heat(30));
        studio.input(2, null);
        studio.pass(Duration.ofSeconds(11)); // bob's ask is never answered
        studio.close();
        return studio;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void everyKindOfEventIsReplayedExactly(int rate) throws Exception {
        Studio studio = busy(type(rate));
        Replays replays = new Replays();
        ReplayResult result = replays.run(type(rate), studio.recording());
        assertThat(result.end()).isEqualTo(new End.Ended(Ending.CLOSED));
        assertThat(result.place().event()).isEqualTo(replays.told.size());
        assertThat(replays.told.stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(RoomEvent.class.getPermittedSubclasses())
                                .filter(kind -> rate > 0 || kind != RoomEvent.Ticked.class)
                                .filter(kind -> kind != RoomEvent.Restored.class)
                                .toList());
        Applicant eve = new Applicant(new SessionId(7, 3), new Identity("eve", "eve"), true);
        assertThat(replays.told)
                .contains(
                        new RoomEvent.Answered(0, new Arcade.Event.Skin(1, "red")),
                        new RoomEvent.Answered(1, null),
                        new RoomEvent.Fired("timer"),
                        new RoomEvent.Settled("prize/1", new Outcome.Done()),
                        new RoomEvent.Settled(
                                "prize/2",
                                new Outcome.Refused(Outcome.Reason.NOT_ENOUGH, "no gold")),
                        new RoomEvent.Settled("prize/3", new Outcome.TryLater(500)),
                        new RoomEvent.Requested(eve, Bytes.EMPTY),
                        new RoomEvent.Watched(4, eve.session(), eve.who()),
                        new RoomEvent.Dropped(4),
                        new RoomEvent.Resumed(4, Recovery.FRESH),
                        new RoomEvent.Left(2, LeaveReason.LEFT),
                        new RoomEvent.Closing(LeaveReason.SERVER_CLOSING));
    }

    @Test
    void aRestoredRoomIsReplayedFromWhereItStood() {
        RoomType<Arcade.Input, Arcade.Output, Arcade.Event> type =
                type(20).savedEvery(Duration.ofSeconds(1));
        Studio first = new Studio(type);
        first.join(1, "ann");
        first.tell(1, "plant 1");
        first.tell(1, "after a while");
        first.tell(1, "ask red");
        first.tell(1, "pay prize/1");
        first.pass(PERIOD);
        Studio second = Studio.restored(type, first);
        assertThat(second.settling).containsExactly("prize/1");
        second.pass(PERIOD);
        second.attach(1, "ann");
        second.tell(1, "roll");
        second.tell(1, "flags");
        second.settle("prize/1", new Outcome.Done());
        second.pass(PERIOD);
        second.close();
        Replays replays = new Replays();
        ReplayResult result = replays.run(type, second.recording());
        assertThat(result.end()).isEqualTo(new End.Ended(Ending.CLOSED));
        assertThat(result.place().tick()).isEqualTo(3);
        assertThat(replays.told.getFirst()).isInstanceOf(RoomEvent.Restored.class);
        assertThat(replays.told)
                .contains(
                        new RoomEvent.Answered(1, null),
                        new RoomEvent.Fired("timer"),
                        new RoomEvent.Resumed(1, Recovery.FRESH),
                        new RoomEvent.Settled("prize/1", new Outcome.Done()));
    }

    @Test
    void everyTickHasAHashAndAnotherReplayHasTheSame() throws Exception {
        byte[] recording = busy(type(20)).recording();
        Replays first = new Replays();
        ReplayResult result = first.run(type(20), recording);
        assertThat(result.place().tick()).isEqualTo(8);
        assertThat(first.hashes).as("of each tick, and the end").hasSize(9).doesNotHaveDuplicates();
        Replays second = new Replays();
        second.run(type(20), recording);
        assertThat(second.hashes).isEqualTo(first.hashes);
    }

    @Test
    void rowsHaveTheirOrderAlsoWhereItDependsOnWhatTheMembersWereTold() {
        for (boolean toldBetween : new boolean[] {false, true}) {
            replaysTheOrder(toldBetween, "plant ", "pull ", "flags");
            replaysTheOrder(toldBetween, "hint ", "forget ", "secrets");
        }
    }

    private static void replaysTheOrder(
            boolean toldBetween, String put, String remove, String sayAll) {
        Studio studio = new Studio(type(0));
        studio.join(1, "ann");
        studio.tell(1, put + 1);
        studio.tell(1, put + 2);
        studio.inputInTurn(1, new Arcade.Input.Do(remove + 1));
        if (toldBetween) {
            studio.owner.flush();
        }
        studio.inputInTurn(1, new Arcade.Input.Do(put + 3));
        studio.tell(1, sayAll);
        studio.close();
        assertThat(Replays.replay(type(0), studio.recording()).end())
                .isEqualTo(new End.Ended(Ending.CLOSED));
    }

    @Test
    void aRoomThatThrowsDoesSoAgain() {
        Studio studio = new Studio(type(20));
        studio.join(1, "ann");
        studio.tell(1, "throw up");
        assertThat(studio.ended).isEqualTo(Ending.FAILED);
        assertThat(Replays.replay(type(20), studio.recording()).end())
                .isEqualTo(new End.Ended(Ending.FAILED));
    }

    @Test
    void aRoomThatClosesItselfDoesSoAgain() {
        Studio studio = new Studio(type(20));
        studio.join(1, "ann");
        studio.tell(1, "close over");
        assertThat(Replays.replay(type(20), studio.recording()).end())
                .isEqualTo(new End.Ended(Ending.CLOSED));
    }

    @Test
    void aFaultOfTheServerIsNoneOfTheRoom() {
        Studio studio = new Studio(type(20));
        studio.owner.fail(new OutOfMemoryError("a test"));
        assertThat(Replays.replay(type(20), studio.recording()).end())
                .isEqualTo(new End.Ended(Ending.FAULT));
    }

    @Test
    void whatARoomIsToldByTheOutsideAtOnceIsRecorded() {
        Studio studio = new Studio(type(0));
        studio.join(1, "ann");
        studio.tell(1, "rooms there");
        studio.tell(1, "rooms elsewhere");
        studio.tell(1, "agents ann"); // throws, so the room is over
        assertThat(Replays.replay(type(0), studio.recording()).end())
                .isEqualTo(new End.Ended(Ending.FAILED));
    }

    // ---- what is not as it was ----

    /** Counts from 1: another value each time, and others in the replay. */
    private static RoomType<Arcade.Input, Arcade.Output, Arcade.Event> careless(int rate) {
        int[] calls = {0};
        return Arcade.type(rate, () -> ++calls[0]);
    }

    @Test
    void namesTickTableAndRowThatAreOtherThanRecorded() {
        RoomType<Arcade.Input, Arcade.Output, Arcade.Event> careless = careless(20);
        Studio studio = new Studio(careless);
        studio.join(1, "ann");
        studio.pass(PERIOD);
        studio.close();
        ReplayResult result = Replays.replay(careless, studio.recording());
        assertThat(result.place().tick()).isEqualTo(1);
        assertThat(result.checks()).isZero();
        assertThat(result.end()).isInstanceOf(End.Differs.class);
        End.Differs differs = (End.Differs) result.end();
        assertThat(differs.event()).isEqualTo("Ticked[tick=1]");
        assertThat(differs.what()).hasSize(2);
        assertThat(differs.what().getFirst()).isEqualTo("table ships: 1, with other values");
        assertThat(differs.what().getLast()).startsWith("  row 1 is now Ship[x=0.0, skin=, luck=");
    }

    @Test
    void namesThatItShowsSomethingElse() {
        RoomType<Arcade.Input, Arcade.Output, Arcade.Event> careless = careless(0);
        Studio studio = new Studio(careless);
        studio.join(1, "ann");
        studio.tell(1, "mark");
        studio.close();
        ReplayResult result = Replays.replay(careless, studio.recording());
        assertThat(result.end()).isInstanceOf(End.Differs.class);
        assertThat(((End.Differs) result.end()).what())
                .containsExactly("labels, groups and views: 2, with other values");
    }

    @Test
    void namesTheEventAtWhichItSaidSomethingElse() {
        RoomType<Arcade.Input, Arcade.Output, Arcade.Event> careless = careless(0);
        Studio studio = new Studio(careless);
        studio.join(1, "ann");
        studio.tell(1, "hello");
        studio.tell(1, "look");
        studio.tell(1, "hello");
        studio.close();
        ReplayResult result = Replays.replay(careless, studio.recording());
        assertThat(result.place().event()).isEqualTo(5);
        assertThat(result.end()).isInstanceOf(End.Differs.class);
        End.Differs differs = (End.Differs) result.end();
        assertThat(differs.event()).isEqualTo("Received[member=1, input=Do[what=look]]");
        assertThat(differs.what())
                .containsExactly(
                        "what it says or does is not what was recorded; in the replay it",
                        "  says to all: Line[text=outside is 4]");
    }

    @Test
    void namesAnotherVerdict() {
        Studio studio = new Studio(type(20));
        studio.join(1, "ann");
        studio.close();
        ReplayResult result = Replays.replay(Arcade.type(20, () -> 13), studio.recording());
        assertThat(result.end())
                .isEqualTo(
                        new End.Differs(
                                "Requested[who=Applicant[session=00000000000000070000000000000001,"
                                        + " who=Identity[account=ann, name=ann], watches=false],"
                                        + " options=01]",
                                List.of("recorded Admit[]", "replayed Refuse[why=not you]"),
                                null));
    }

    @Test
    void saysWhatCameOutOfARoomThatDidNotThrowBefore() {
        Studio studio = new Studio(type(20));
        studio.join(1, "ann");
        studio.pass(PERIOD);
        studio.close();
        IntSupplier bomb =
                () -> {
                    throw new IllegalStateException("a bomb");
                };
        ReplayResult result = Replays.replay(Arcade.type(20, bomb), studio.recording());
        assertThat(result.end()).isInstanceOf(End.Differs.class);
        assertThat(((End.Differs) result.end()).thrown()).hasMessage("a bomb");
    }

    // ---- recordings that end before their room ----

    @Test
    void endsWhenItIsFull() {
        Studio studio = new Studio(type(20), 4_000);
        studio.join(1, "ann");
        for (int i = 0; i < 100; i++) {
            studio.pass(PERIOD);
        }
        assertThat(studio.owner.closed()).isFalse();
        assertThat(studio.recording()).hasSizeBetween(3_000, 4_000);
        assertThat(Replays.replay(type(20), studio.recording()).end())
                .isEqualTo(new End.Ended(Ending.FULL));
    }

    @Test
    void endsWhenTheSinkIsTooSlow() {
        Studio studio = new Studio(type(0));
        studio.join(1, "ann");
        studio.slow = true;
        studio.tell(1, "hello");
        studio.slow = false;
        studio.tell(1, "hello");
        ReplayResult result = Replays.replay(type(0), studio.recording());
        assertThat(result.end()).isEqualTo(new End.Ended(Ending.TOO_SLOW));
        assertThat(result.place().event()).isEqualTo(3);
    }

    @Test
    void writesNothingForASinkThatNeverTookAnything() {
        Studio studio = new Studio(type(0), 100);
        assertThat(studio.ended).isEqualTo(Ending.FULL);
        assertThat(studio.recording()).isEmpty();
        studio.join(1, "ann");
        assertThat(studio.owner.closed()).isFalse();
    }

    @Test
    void endsBeforeAnEventThatWouldLoseSomething() {
        Studio studio = new Studio(type(20));
        studio.join(1, "ann");
        studio.pass(PERIOD);
        studio.post(new Arcade.Event.Heat(30.25f));
        studio.pass(PERIOD);
        assertThat(studio.owner.closed()).isFalse();
        ReplayResult result = Replays.replay(type(20), studio.recording());
        assertThat(result.end()).isEqualTo(new End.Ended(Ending.UNSAYABLE));
        assertThat(result.place().tick()).isEqualTo(1);
    }

    @Test
    void aLongTurnIsWrittenInPieces() {
        Studio studio = new Studio(type(20), 100 << 20);
        studio.join(1, "ann");
        for (int i = 0; i < 30; i++) {
            studio.inputInTurn(1, new Arcade.Input.Do("x".repeat(40_000)));
        }
        studio.pass(PERIOD);
        studio.close();
        assertThat(Replays.replay(type(20), studio.recording()).end())
                .isEqualTo(new End.Ended(Ending.CLOSED));
    }

    @Test
    void endsBeforeAnEventThatIsTooLarge() {
        Studio studio = new Studio(type(20), 100 << 20);
        studio.join(1, "ann");
        studio.request(2, "bob", Bytes.copyOf(new byte[RoomRecorder.EVENT_BYTES_MAX * 2]));
        assertThat(studio.owner.closed()).isFalse();
        ReplayResult result = Replays.replay(type(20), studio.recording());
        assertThat(result.end()).isEqualTo(new End.Ended(Ending.TOO_LARGE));
        assertThat(result.place().event()).isEqualTo(3);
    }

    @Test
    void aRecordingWhoseProcessWasKilledIsGoodUpToItsEnd() {
        Studio studio = new Studio(type(20));
        studio.join(1, "ann");
        for (int i = 0; i < 20; i++) {
            studio.pass(PERIOD);
        }
        ReplayResult result = Replays.replay(type(20), studio.recording());
        assertThat(result.end()).isEqualTo(new End.Torn(studio.recording().length));
        assertThat(result.checks()).isBetween(15L, 20L);
    }
}
