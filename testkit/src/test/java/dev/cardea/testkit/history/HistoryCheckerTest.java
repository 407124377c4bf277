package dev.cardea.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The judge's own exam: each promise is broken by hand, and it must say which. */
class HistoryCheckerTest {
    private static final String ROOM = "chat/lobby";
    private static final String ANN = "ann";
    private static final long OLD = 1L << 32 | 77;
    private static final long NEW = 2L << 32 | 5;

    private final List<Fact> facts = new ArrayList<>();

    @Test
    void findsNothingWrongWithAGoodRun() {
        attachFresh(OLD, 1, 0);
        say(OLD, 1, 100).hear(100);
        send(1, 1, 900).apply(OLD, 1, 1, 900).acknowledge(1, 1);
        say(OLD, 2, 101).hear(101);
        recover(OLD, 1, 2, 1);
        say(OLD, 3, 102).hear(102);
        settle(OLD, 0);

        assertThat(HistoryChecker.judge(facts)).isEmpty();
    }

    @Test
    void forgivesWhatAFreshStartReplaces() {
        attachFresh(OLD, 1, 0);
        say(OLD, 1, 100).say(OLD, 2, 101).say(OLD, 3, 102);
        attachFresh(OLD, 1, 3);
        say(OLD, 4, 103).hear(103);

        assertThat(HistoryChecker.judge(facts)).isEmpty();
    }

    @Test
    void leavesOutWhatWasSaidToOthers() {
        attachFresh(OLD, 1, 0);
        add(new Fact.Said(ROOM, OLD, 1, Set.of(2, 3), 100));
        say(OLD, 2, 101).hear(101);

        assertThat(HistoryChecker.judge(facts)).isEmpty();
    }

    @Test
    void findsAGap() {
        attachFresh(OLD, 1, 0);
        say(OLD, 1, 100).say(OLD, 2, 101).hear(101);

        assertBroken("I1");
    }

    @Test
    void findsARepeat() {
        attachFresh(OLD, 1, 0);
        say(OLD, 1, 100).hear(100).hear(100);

        assertBroken("I1");
    }

    @Test
    void findsTwoMessagesInTheWrongOrder() {
        attachFresh(OLD, 1, 0);
        say(OLD, 1, 100).say(OLD, 2, 101).hear(101).hear(100);

        assertBroken("I1");
    }

    @Test
    void findsAMessageBeforeTheFullState() {
        add(new Fact.Attached(ANN, ROOM, true, OLD, 1, 0, 0));
        say(OLD, 1, 100).hear(100);

        assertBroken("I1");
    }

    @Test
    void findsARecoveryFromWhereTheClientDidNotStand() {
        attachFresh(OLD, 1, 0);
        say(OLD, 1, 100).say(OLD, 2, 101).hear(100);
        recover(OLD, 1, 2, 0);

        assertBroken("I1");
    }

    @Test
    void findsAMessageThatWasSaidToOthersOnly() {
        attachFresh(OLD, 1, 0);
        add(new Fact.Said(ROOM, OLD, 1, Set.of(2), 100));
        hear(100);

        assertBroken("I1");
    }

    @Test
    void findsAnInputAppliedTwice() {
        attachFresh(OLD, 1, 0);
        send(1, 1, 900).apply(OLD, 1, 1, 900).apply(OLD, 1, 1, 900);

        assertBroken("I2");
    }

    @Test
    void findsAnInputAppliedTwiceAcrossACrash() {
        attachFresh(OLD, 1, 0);
        send(1, 1, 900).apply(OLD, 1, 1, 900);
        add(new Fact.Saved(ROOM, OLD, 1));
        restart(1);
        apply(NEW, 1, 2, 900);

        assertBroken("I2");
    }

    @Test
    void forgivesAnInputAppliedAgainInAHistoryThatDoesNotHaveIt() {
        attachFresh(OLD, 1, 0);
        add(new Fact.Saved(ROOM, OLD, 1));
        send(1, 1, 900).apply(OLD, 1, 1, 900);
        restart(1);
        apply(NEW, 1, 1, 900);

        assertThat(HistoryChecker.judge(facts)).isEmpty();
    }

    @Test
    void findsInputsInTheWrongOrder() {
        attachFresh(OLD, 1, 0);
        send(1, 1, 900).send(1, 2, 901).apply(OLD, 1, 2, 901).apply(OLD, 1, 1, 900);

        assertBroken("I2");
    }

    @Test
    void findsAnInputUnderAnotherSeat() {
        attachFresh(OLD, 1, 0);
        send(1, 1, 900).apply(OLD, 2, 1, 900);

        assertBroken("I2");
    }

    @Test
    void findsAnInputReportedAppliedThatNeverWas() {
        attachFresh(OLD, 1, 0);
        send(1, 1, 900).acknowledge(1, 1);

        assertBroken("I2");
    }

    @Test
    void findsAClientThatIsLeftAlone() {
        attachFresh(OLD, 1, 0);
        add(new Fact.Settled(ANN, ROOM, true, false, OLD, 0));

        assertBroken("I3");
    }

    @Test
    void findsAMessageThatNeverComes() {
        attachFresh(OLD, 1, 0);
        say(OLD, 1, 100);
        settle(OLD, 0);

        assertBroken("I3");
    }

    @Test
    void findsAnInputThatIsNeverAcknowledged() {
        attachFresh(OLD, 1, 0);
        send(1, 1, 900);
        settle(OLD, 1);

        assertBroken("I3");
    }

    @Test
    void findsAClientThatStaysWithADeadHistory() {
        attachFresh(OLD, 1, 0);
        settle(NEW, 0);

        assertBroken("I3");
    }

    @Test
    void findsAnInputOfASupersededConnection() {
        attachFresh(OLD, 1, 0);
        send(1, 1, 900);
        add(new Fact.Took(ROOM, OLD, ANN, 2));
        add(new Fact.Applied(ROOM, OLD, ANN, 1, 1, 1, 900));

        assertBroken("I5");
    }

    @Test
    void findsAnInputOfAClosedConnection() {
        attachFresh(OLD, 1, 0);
        send(1, 1, 900);
        add(new Fact.Lost(ROOM, OLD, ANN));
        add(new Fact.Applied(ROOM, OLD, ANN, 1, 1, 1, 900));

        assertBroken("I5");
    }

    @Test
    void findsAnOlderAttemptTakenAfterANewerOne() {
        add(new Fact.Took(ROOM, OLD, ANN, 2));
        add(new Fact.Took(ROOM, OLD, ANN, 1));

        assertBroken("I5");
    }

    @Test
    void findsTheNewestConnectionSuperseded() {
        add(new Fact.Greeted(ANN, 1));
        add(new Fact.Greeted(ANN, 2));
        add(new Fact.Superseded(ANN, 2));

        assertBroken("I6");
    }

    @Test
    void findsAStepBackToAnOlderEpoch() {
        attachFresh(NEW, 1, 0);
        attachFresh(OLD, 1, 0);

        assertBroken("I7");
    }

    @Test
    void findsTwoHistoriesOfOneEpoch() {
        say(OLD, 1, 100).say(OLD, 2, 101).say(OLD, 2, 102);

        assertBroken("I8");
    }

    @Test
    void findsARequestThatRanTwice() {
        add(new Fact.Asked(ANN, 1, true));
        add(new Fact.Ran(ANN, 1));
        add(new Fact.Ran(ANN, 1));

        assertBroken("R14");
    }

    private void assertBroken(String invariant) {
        assertThat(HistoryChecker.judge(facts))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found.invariant()).isEqualTo(invariant));
    }

    private HistoryCheckerTest add(Fact fact) {
        facts.add(fact);
        return this;
    }

    private void attachFresh(long epoch, int seat, long seq) {
        add(new Fact.Took(ROOM, epoch, ANN, 1));
        add(new Fact.Attached(ANN, ROOM, true, epoch, seat, seq, 0));
        add(new Fact.Stated(ANN, ROOM, seq));
    }

    private void recover(long epoch, int seat, long seq, int applied) {
        add(new Fact.Attached(ANN, ROOM, false, epoch, seat, seq, applied));
    }

    private void restart(long snapshot) {
        add(new Fact.Restored(ROOM, NEW, snapshot));
        add(new Fact.Took(ROOM, NEW, ANN, 1));
    }

    private HistoryCheckerTest say(long epoch, long seq, long message) {
        return add(new Fact.Said(ROOM, epoch, seq, Set.of(1), message));
    }

    private HistoryCheckerTest hear(long message) {
        return add(new Fact.Received(ANN, ROOM, message));
    }

    private HistoryCheckerTest send(int seat, int n, long input) {
        return add(new Fact.Sent(ANN, ROOM, seat, n, input));
    }

    private HistoryCheckerTest apply(long epoch, int seat, int n, long input) {
        return add(new Fact.Applied(ROOM, epoch, ANN, 1, seat, n, input));
    }

    private HistoryCheckerTest acknowledge(int seat, int n) {
        return add(new Fact.Acknowledged(ANN, ROOM, seat, n));
    }

    private void settle(long epoch, int unacknowledged) {
        add(new Fact.Settled(ANN, ROOM, true, true, epoch, unacknowledged));
    }
}
