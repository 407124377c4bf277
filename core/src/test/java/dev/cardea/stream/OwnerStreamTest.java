package dev.cardea.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.OwnerId;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.wire.GoneReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Goal: each rule that binds an owner, alone; method: a recorded link and hand-made ATTACHes. */
class OwnerStreamTest {
    private static final long EPOCH = 7L << 32 | 99;
    private static final SessionId ANN = new SessionId(1, 1);
    private static final SessionId BOB = new SessionId(2, 2);
    private static final int REF = 5;

    private final RecordedLink link = new RecordedLink();
    private final RecordedLink other = new RecordedLink();
    private long nanos;
    private StreamLimits limits = StreamLimits.DEFAULT;

    private OwnerStream stream() {
        return new OwnerStream(spec(EPOCH, 0));
    }

    private OwnerSpec spec(long epoch, long firstSeq) {
        return new OwnerSpec(
                new OwnerId("chat", "lobby"),
                0,
                epoch,
                firstSeq,
                limits,
                new RingBudget(1 << 20),
                () -> nanos);
    }

    private OwnerStream withAnn() {
        OwnerStream stream = stream();
        stream.reserve(ANN, new Identity("ann", "Ann"));
        attach(stream, link, REF, 1, Position.NEW);
        stream.flush();
        link.said();
        return stream;
    }

    private static AttachOutcome attach(
            OwnerStream stream, RecordedLink link, int ref, int attempt, Position from) {
        return attach(stream, link, open(ref, ANN, attempt), from);
    }

    private static AttachOutcome attach(
            OwnerStream stream, RecordedLink link, LinkFrame.Open who, Position from) {
        return stream.attach(link, 3, who, new LinkFrame.Attach(who.ref(), 1, "chat/lobby", from));
    }

    private static LinkFrame.Open open(int ref, SessionId session, int attempt) {
        return new LinkFrame.Open(ref, session, attempt, new Identity("x", "x"));
    }

    private static void say(OwnerStream stream, String text) {
        stream.broadcast(Delivery.RELIABLE, body(text));
    }

    private static ByteBuf body(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static LinkFrame.Input input(int n, boolean base) {
        return new LinkFrame.Input(REF, 3, base, 1, n);
    }

    @Test
    void answersAFirstAttachWithTheStateAndGoesLive() {
        OwnerStream stream = stream();
        Seat seat = stream.reserve(ANN, new Identity("ann", "Ann"));

        assertThat(attach(stream, link, REF, 1, Position.NEW))
                .isEqualTo(new AttachOutcome.First(seat));
        say(stream, "hi");
        stream.flush();

        assertThat(link.said())
                .containsExactly(
                        "fresh ref 5 #1 seat 1 seq 0 applied 0 chain 0",
                        "state ref 5 seq 0",
                        "synced ref 5 #1",
                        "event to 0 prev 0 seq 1 hi");
    }

    @Test
    void replaysNoMoreToOneLinkAtOnceThanItTakes() {
        OwnerStream stream = stream();
        int members = 100;
        for (int i = 1; i <= members; i++) {
            stream.reserve(new SessionId(0, i), new Identity("m" + i, "M"));
            attach(stream, link, open(i, new SessionId(0, i), 1), Position.NEW);
        }
        stream.flush();
        stream.linkLost(link);
        int messages = 30;
        for (int i = 0; i < messages; i++) {
            say(stream, "x".repeat(1000));
        }
        link.said();
        for (int i = 1; i <= members; i++) {
            Position from = Position.at(EPOCH, i, 0);
            attach(stream, other, open(i, new SessionId(0, i), 1), from);
        }

        int replayed = 0;
        int synced = 0;
        for (int turn = 0; turn < members; turn++) {
            boolean more = stream.flush();
            List<String> said = other.said();
            long now = said.stream().filter(line -> line.startsWith("replay")).count();
            assertThat(now * 1000).isLessThan(OwnerStream.REPLAY_BYTES_PER_LINK * 11L / 10);
            replayed += (int) now;
            synced += (int) said.stream().filter(line -> line.startsWith("synced")).count();
            assertThat(more).isEqualTo(synced < members);
        }
        assertThat(replayed).isEqualTo(members * messages);
        assertThat(synced).isEqualTo(members);
    }

    @Test
    void refusesASessionWithoutASeat() {
        OwnerStream stream = stream();

        assertThat(attach(stream, link, REF, 1, Position.NEW))
                .isEqualTo(new AttachOutcome.Refused());
        stream.flush();

        assertThat(link.said()).containsExactly("gone ref 5 reason " + GoneReason.NO_SEAT.number());
    }

    @Test
    void replaysWhatAMemberMissedAndThenGoesLive() {
        OwnerStream stream = withAnn();
        say(stream, "a");
        stream.detach(link, REF);
        say(stream, "b");
        say(stream, "c");

        attach(stream, other, 8, 2, Position.at(EPOCH, 1, 1));
        stream.flush();
        say(stream, "d");
        stream.flush();

        assertThat(other.said())
                .containsExactly(
                        "recovered ref 8 #1 seat 1 seq 1 applied 0 chain 3",
                        "replay ref 8 prev 1 seq 2 b",
                        "replay ref 8 prev 2 seq 3 c",
                        "synced ref 8 #1",
                        "event to 0 prev 3 seq 4 d");
    }

    @Test
    void keepsAReplayingMemberOutOfTheLiveAudience() {
        limits =
                new StreamLimits(
                        1 << 18,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(15),
                        Ring.ENTRY_BYTES,
                        1 << 20);
        OwnerStream stream = withAnn();
        stream.detach(link, REF);
        say(stream, "a");
        say(stream, "b");

        attach(stream, other, 8, 2, Position.at(EPOCH, 1, 0));
        assertThat(stream.flush()).isTrue();
        say(stream, "c");
        assertThat(stream.flush()).isTrue();
        assertThat(stream.flush()).isTrue();
        assertThat(stream.flush()).isFalse();

        assertThat(other.said())
                .containsExactly(
                        "recovered ref 8 #1 seat 1 seq 0 applied 0 chain 2",
                        "replay ref 8 prev 0 seq 1 a",
                        "replay ref 8 prev 1 seq 2 b",
                        "replay ref 8 prev 2 seq 3 c",
                        "synced ref 8 #1");
    }

    @Test
    void waitsWithAReplayWhileTheLinkIsFull() {
        OwnerStream stream = withAnn();
        stream.detach(link, REF);
        say(stream, "a");
        attach(stream, other, 8, 2, Position.at(EPOCH, 1, 0));
        other.writable(false);
        stream.flush();
        assertThat(other.said()).hasSize(1);

        other.writable(true);
        stream.flush();

        assertThat(other.said()).containsExactly("replay ref 8 prev 0 seq 1 a", "synced ref 8 #1");
    }

    @Test
    void givesTheFullStateWhereTheRingHasForgotten() {
        limits =
                new StreamLimits(
                        2 * (Ring.ENTRY_BYTES + 1),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(15),
                        1 << 15,
                        1 << 20);
        OwnerStream stream = withAnn();
        stream.detach(link, REF);
        List.of("a", "b", "c").forEach(text -> say(stream, text));

        assertThat(attach(stream, other, 8, 2, Position.at(EPOCH, 1, 0)))
                .isInstanceOf(AttachOutcome.Fresh.class);
        assertThat(attach(stream, other, 9, 3, Position.at(EPOCH, 1, 1)))
                .isInstanceOf(AttachOutcome.Recovered.class);
    }

    @Test
    void isDueForWhatIsTooOldWhenItIsAndNotBefore() {
        OwnerStream stream = withAnn();
        say(stream, "hi");
        nanos += limits.ringAge().toNanos();
        stream.expired();
        assertThat(stream.nextDeadlineNanos()).as("still young enough").isEqualTo(nanos + 1);
        nanos++;
        stream.expired();
        assertThat(stream.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void forgetsByAgeToo() {
        OwnerStream stream = withAnn();
        stream.detach(link, REF);
        say(stream, "a");
        nanos += limits.ringAge().toNanos() + 1;
        stream.expired();

        assertThat(attach(stream, other, 8, 2, Position.at(EPOCH, 1, 0)))
                .isInstanceOf(AttachOutcome.Fresh.class);
    }

    @Test
    void hasTheGatewayAttachAgainWhenTheRingOverrunsAReplay() {
        limits =
                new StreamLimits(
                        2 * (Ring.ENTRY_BYTES + 1),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(15),
                        1,
                        1 << 20);
        OwnerStream stream = withAnn();
        stream.detach(link, REF);
        say(stream, "a");
        say(stream, "b");
        attach(stream, other, 8, 2, Position.at(EPOCH, 1, 0));
        stream.flush();
        List.of("c", "d", "e", "f").forEach(text -> say(stream, text));
        stream.flush();

        assertThat(other.said()).last().isEqualTo("again ref 8");
    }

    @Test
    void treatsAnyForeignPositionAsNone() {
        OwnerStream stream = withAnn();
        say(stream, "a");
        List<Position> foreign =
                List.of(
                        Position.at(EPOCH - 1, 1, 1),
                        Position.at(EPOCH, 2, 1),
                        Position.at(EPOCH, 1, 2),
                        Position.at(EPOCH, 1, -1),
                        Position.none(EPOCH));

        for (Position position : foreign) {
            assertThat(attach(stream, link, REF, 1, position))
                    .as("%s", position)
                    .isInstanceOf(AttachOutcome.Fresh.class);
        }
    }

    @Test
    void showsAMemberNothingFromBeforeItCame() {
        OwnerStream stream = withAnn();
        say(stream, "private");
        stream.reserve(BOB, new Identity("bob", "Bob"));
        attach(stream, other, open(8, BOB, 1), Position.NEW);
        stream.detach(other, 8);

        assertThat(attach(stream, other, open(9, BOB, 2), Position.at(EPOCH, 2, 0)))
                .isInstanceOf(AttachOutcome.Fresh.class);
    }

    @Test
    void sendsToOneMemberAndReplaysItToThatOneAlone() {
        OwnerStream stream = withAnn();
        Seat bob = stream.reserve(BOB, new Identity("bob", "Bob"));
        attach(stream, link, open(6, BOB, 1), Position.NEW);
        stream.flush();
        link.said();
        stream.send(bob, Delivery.RELIABLE, body("psst"));
        stream.flush();
        assertThat(link.said()).containsExactly("event to 6 prev 0 seq 1 psst");

        attach(stream, link, REF, 1, Position.at(EPOCH, 1, 0));
        attach(stream, link, open(6, BOB, 1), Position.at(EPOCH, 2, 0));
        stream.flush();

        assertThat(link.said())
                .containsExactly(
                        "recovered ref 5 #1 seat 1 seq 0 applied 0 chain 1",
                        "recovered ref 6 #1 seat 2 seq 0 applied 0 chain 1",
                        "synced ref 5 #1",
                        "replay ref 6 prev 0 seq 1 psst",
                        "synced ref 6 #1");
    }

    @Test
    void keepsUnreliableMessagesOutOfTheRing() {
        OwnerStream stream = withAnn();
        stream.broadcast(Delivery.UNRELIABLE, body("u"));
        stream.broadcast(Delivery.latest(4), body("l"));
        stream.flush();
        assertThat(link.said()).containsExactly("passing to 0 u", "passing to 0 l");
        assertThat(stream.seq()).isZero();
    }

    @Test
    void refusesALowerAttemptAndAnAbsurdOne() {
        OwnerStream stream = withAnn();
        attach(stream, other, 8, 4, Position.NEW);
        stream.flush();
        assertThat(link.said()).containsExactly("superseded ref 5");
        other.said();

        assertThat(attach(stream, link, 9, 3, Position.NEW)).isEqualTo(new AttachOutcome.Refused());
        assertThat(attach(stream, link, 10, 5 + (1 << 20), Position.NEW))
                .isEqualTo(new AttachOutcome.Refused());
        stream.flush();

        assertThat(link.said()).containsExactly("superseded ref 9", "superseded ref 10");
        assertThat(other.said()).isEmpty();
        assertThat(stream.seatAt(other, 8)).isNotNull();
    }

    @Test
    void takesAnEqualAttemptFromANewLinkWithoutSupersedingIt() {
        OwnerStream stream = withAnn();

        attach(stream, other, 8, 1, Position.at(EPOCH, 1, 0));
        stream.flush();

        assertThat(link.said()).isEmpty();
        assertThat(stream.seatAt(link, REF)).isNull();
        assertThat(stream.detach(link, REF)).isNull();
        assertThat(stream.seatAt(other, 8)).isNotNull();
    }

    @Test
    void knowsThatItIsStaleWhenAskedWithANewerEpoch() {
        OwnerStream stream = withAnn();

        assertThat(attach(stream, link, REF, 2, Position.none(8L << 32)))
                .isEqualTo(new AttachOutcome.Stale());
        stream.flush();

        assertThat(link.said()).isEmpty();
    }

    @Test
    void comparesEpochsAsUnsigned() {
        assertThat(Epoch.isNewer(-1, 1)).isTrue();
        assertThat(Epoch.isNewer(1, -1)).isFalse();
        assertThat(Epoch.isNewer(1, 0)).isTrue();
    }

    @Test
    void appliesInputsOnceInOrder() {
        OwnerStream stream = withAnn();
        Seat ann = stream.seatAt(link, REF);
        assertThat(ann).isNotNull();

        assertThat(stream.input(ann, input(2, false))).isEqualTo(InputOutcome.EARLY);
        assertThat(stream.input(ann, input(1, false))).isEqualTo(InputOutcome.APPLY);
        assertThat(stream.input(ann, input(1, false))).isEqualTo(InputOutcome.REPEATED);
        assertThat(stream.input(ann, input(2, false))).isEqualTo(InputOutcome.APPLY);
        stream.flush();

        assertThat(link.said()).containsExactly("applied ref 5 seat 1 n 2");
    }

    @Test
    void acceptsAJumpWithBaseAlone() {
        OwnerStream stream = withAnn();
        Seat ann = stream.seatAt(link, REF);
        assertThat(ann).isNotNull();

        assertThat(stream.input(ann, input(7, false))).isEqualTo(InputOutcome.EARLY);
        assertThat(stream.input(ann, input(7, true))).isEqualTo(InputOutcome.APPLY);
        assertThat(stream.input(ann, input(6, true))).isEqualTo(InputOutcome.REPEATED);
        assertThat(stream.input(ann, input(8, false))).isEqualTo(InputOutcome.APPLY);
    }

    @Test
    void refusesAnInputForAnotherSeat() {
        OwnerStream stream = withAnn();
        Seat ann = stream.seatAt(link, REF);
        assertThat(ann).isNotNull();

        assertThat(stream.input(ann, new LinkFrame.Input(REF, 3, false, 2, 1)))
                .isEqualTo(InputOutcome.FOREIGN);
    }

    @Test
    void tellsWhatWasAppliedInAttached() {
        OwnerStream stream = withAnn();
        Seat ann = stream.seatAt(link, REF);
        assertThat(ann).isNotNull();
        stream.input(ann, input(1, false));

        attach(stream, other, 8, 2, Position.at(EPOCH, 1, 0));
        stream.flush();

        assertThat(other.said().getFirst()).contains("applied 1");
        assertThat(link.said()).containsExactly("superseded ref 5");
    }

    @Test
    void givesANewMembershipANewSeat() {
        OwnerStream stream = withAnn();
        Seat ann = stream.seatAt(link, REF);
        assertThat(ann).isNotNull();
        stream.end(ann, GoneReason.KICKED, "bye");
        Seat again = stream.reserve(ANN, new Identity("ann", "Ann"));
        stream.flush();

        assertThat(again.number()).isEqualTo(2);
        assertThat(link.said()).containsExactly("gone ref 5 reason 4");
        assertThat(attach(stream, link, REF, 1, Position.at(EPOCH, 1, 0)))
                .isEqualTo(new AttachOutcome.First(again));
    }

    @Test
    void losesItsMembersWithTheirLinkAndTakesThemBackOnAnother() {
        OwnerStream stream = withAnn();

        assertThat(stream.linkLost(link)).hasSize(1);
        say(stream, "a");
        stream.flush();
        assertThat(link.said()).isEmpty();

        attach(stream, other, 1, 1, Position.at(EPOCH, 1, 0));
        stream.flush();
        assertThat(other.said()).contains("replay ref 1 prev 0 seq 1 a");
    }

    @Test
    void givesUpSeatsThatWaitTooLong() {
        OwnerStream stream = withAnn();
        Seat bob = stream.reserve(BOB, new Identity("bob", "Bob"));
        Seat ann = stream.detach(link, REF);

        nanos += limits.reservedSeat().toNanos();
        assertThat(stream.expired()).containsExactly(bob);
        stream.end(bob, GoneReason.SEAT_EXPIRED, "");
        assertThat(stream.nextDeadlineNanos()).isEqualTo(limits.detachedSeat().toNanos());
        nanos = limits.detachedSeat().toNanos();
        assertThat(stream.expired()).containsExactly(ann);
    }

    @Test
    void restoresSeatsAndAppliedFromASnapshotUnderANewEpoch() {
        OwnerStream stream = withAnn();
        Seat ann = stream.seatAt(link, REF);
        assertThat(ann).isNotNull();
        stream.input(ann, input(1, false));
        say(stream, "lost");
        OwnerSnapshot snapshot = stream.snapshot();

        OwnerStream next = OwnerStream.restore(spec(8L << 32, 0), snapshot);
        assertThat(attach(next, other, 8, 1, Position.at(EPOCH, 1, 1)))
                .isInstanceOf(AttachOutcome.Fresh.class);
        next.flush();

        assertThat(other.said().getFirst())
                .isEqualTo("fresh ref 8 #1 seat 1 seq 0 applied 1 chain 0");
        assertThat(next.reserve(BOB, new Identity("bob", "Bob")).number()).isEqualTo(2);
    }

    @Test
    void goesOnWithTheSameHistoryAfterALiveMove() {
        OwnerStream stream = withAnn();
        say(stream, "a");
        say(stream, "b");
        OwnerHandover handover = stream.handOver();
        assertThat(link.said()).endsWith("moved");

        OwnerStream next = OwnerStream.resume(spec(EPOCH, 0), handover);
        assertThat(attach(next, other, 8, 1, Position.at(EPOCH, 1, 1)))
                .isInstanceOf(AttachOutcome.Recovered.class);
        say(next, "c");
        next.flush();

        assertThat(other.said())
                .containsExactly(
                        "recovered ref 8 #1 seat 1 seq 1 applied 0 chain 2",
                        "replay ref 8 prev 1 seq 2 b",
                        "replay ref 8 prev 2 seq 3 c",
                        "synced ref 8 #1");
    }

    @Test
    void knowsPlayersFromSpectatorsAlsoAfterACrashAndALiveMove() {
        OwnerStream stream = withAnn();
        Seat bob = stream.reserve(BOB, new Identity("bob", "Bob"), true);
        assertThat(stream.reserve(BOB, new Identity("bob", "Bob")).watches())
                .as("it stays what it is")
                .isTrue();
        assertThat(seats(stream)).isEqualTo("1 player, 1 spectator");
        assertThat(seats(OwnerStream.restore(spec(8L << 32, 0), stream.snapshot())))
                .as("what was only reserved is not saved")
                .isEqualTo("1 player, 0 spectator");
        bob.taken = true;
        assertThat(seats(OwnerStream.restore(spec(8L << 32, 0), stream.snapshot())))
                .isEqualTo("1 player, 1 spectator");
        OwnerStream next = OwnerStream.resume(spec(EPOCH, 0), stream.handOver());
        assertThat(seats(next)).isEqualTo("1 player, 1 spectator");
        Seat moved = Objects.requireNonNull(next.seatOf(BOB));
        assertThat(moved.watches()).isTrue();
        next.end(moved, GoneReason.LEFT, "");
        next.end(moved, GoneReason.LEFT, "again");
        assertThat(seats(next)).isEqualTo("1 player, 0 spectator");
    }

    private static String seats(OwnerStream stream) {
        return stream.players() + " player, " + stream.spectators() + " spectator";
    }

    @Test
    void countsBeyondThirtyTwoBits() {
        OwnerStream stream = new OwnerStream(spec(EPOCH, (1L << 32) - 1));
        stream.reserve(ANN, new Identity("ann", "Ann"));
        attach(stream, link, REF, 1, Position.NEW);
        say(stream, "a");
        stream.flush();
        assertThat(link.said()).last().isEqualTo("event to 0 prev 4294967295 seq 4294967296 a");
    }

    @Test
    void closesForAllAndSaysThatNothingFollows() {
        OwnerStream stream = withAnn();

        stream.close(GoneReason.ROOM_CLOSED, "");

        assertThat(link.said()).containsExactly("gone ref 5 reason 5", "end");
        assertThat(stream.seats()).isEmpty();
    }

    @Test
    void halvesItsRingWhenTheProcessHoldsTooMuch() {
        RingBudget budget = new RingBudget(4 * (Ring.ENTRY_BYTES + 1));
        OwnerStream stream =
                new OwnerStream(
                        new OwnerSpec(
                                new OwnerId("chat", "a"), 0, EPOCH, 0, limits, budget, () -> 0));
        List.of("a", "b", "c", "d", "e", "f").forEach(text -> say(stream, text));

        assertThat(budget.bytes()).isLessThanOrEqualTo(4 * (Ring.ENTRY_BYTES + 1));
        stream.close(GoneReason.ROOM_CLOSED, "");
        assertThat(budget.bytes()).isZero();
    }
}
