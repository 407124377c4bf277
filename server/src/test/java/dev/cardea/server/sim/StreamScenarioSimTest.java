package dev.cardea.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.stream.LinkFrame;
import dev.cardea.testkit.SimCable;
import dev.cardea.testkit.SimPath;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The scenarios about connections, links and attempts: 1, 3 to 9 and 15 to 18 of {@link Scenario}.
 * Number 1 is here without its row, 15 without rows that change meanwhile, and 2 is about rows
 * alone: they come with the tables.
 */
class StreamScenarioSimTest {
    private static final long MILLI = SimRun.MILLI;
    private static final long SECOND = SimRun.SECOND;

    private SimRun run = new SimRun(1, SimPlan.plain());

    private void plan(SimPlan plan) {
        run = new SimRun(1, plan);
    }

    /** Whatever the scenario was, the promises hold in the end. */
    @AfterEach
    void judge() {
        run.judge().assertGood("the scenario itself");
    }

    @Test
    void cutDuringAReplay() {
        plan(SimPlan.plain().withLimits(SimPlan.limits(64 * 1024, 1)));
        run.calm();
        missing(0, 20);
        run.cluster().traps().arm(SimTraps.Trap.CUT_IN_REPLAY);
        run.until(Scenario.CUT_DURING_REPLAY);
    }

    @Test
    void cutBetweenFreshAndTheEndOfStateAndAgainBeforeAnythingArrives() {
        plan(SimPlan.plain().withLimits(SimPlan.limits(110, 1)));
        run.calm();
        missing(0, 20);
        run.cluster().traps().arm(SimTraps.Trap.CUT_BEFORE_STATE_TWICE);
        run.until(Scenario.CUT_BEFORE_THE_END_OF_STATE);
        run.until(Scenario.SECOND_CUT_BEFORE_ANYTHING_ARRIVES);
    }

    @Test
    void linkBreaksWithAttachUnreadAndTheOldLinkIsReadLast() {
        run.calm();
        tap(0).wire().cut(0, 0);
        SimGateway gateway = until(LinkFrame.Attach.class);
        gateway.breakLink(outlived());
        run.until(Scenario.OLD_LINK_OUTLIVED_BY_A_NEWER_ONE);

        assertSeen(Scenario.ATTACH_UNREAD_WHEN_THE_LINK_BREAKS);
    }

    @Test
    void linkBreaksWithDetachUnreadAndTheOldLinkIsReadLast() {
        run.calm();
        tap(0).wire().cut(0, 0);
        SimGateway gateway = until(LinkFrame.Shut.class);
        gateway.breakLink(outlived());
        run.until(Scenario.OLD_LINK_OUTLIVED_BY_A_NEWER_ONE);

        assertSeen(Scenario.DETACH_UNREAD_WHEN_THE_LINK_BREAKS);
    }

    /** The gateway knows at once, the node late, and what was under way comes last. */
    private static SimCable.Break outlived() {
        return new SimCable.Break(0, 400 * MILLI, 300 * MILLI, Long.MAX_VALUE, 0);
    }

    @Test
    void twoGapsInQuickSuccessionSoThatTwoAttachAreUnderWay() {
        plan(SimPlan.plain().withGateways(1).withLimits(SimPlan.limits(64 * 1024, 1)));
        run.calm();
        missing(0, 250);
        run.until("a replay", () -> home().stream().anyMatch(SimNodeLink::replaying));
        for (int i = 0; i < 4; i++) {
            home().forEach(link -> link.loseEvents(0x5555));
            run.faults().burst(2);
            run.runFor(MILLI);
        }
        run.until(Scenario.TWO_ATTACH_UNDER_WAY);

        assertThat(run.cluster().counted("event lost on a live link")).isGreaterThan(1);
    }

    @Test
    void linkBreaksWithAttachedInFlight() {
        run.calm();
        tap(0).wire().cut(0, 0);
        SimGateway gateway = until("ATTACHED", each -> each.awaits(LinkFrame.Attached.class));
        gateway.breakLink(new SimCable.Break(0, 0, 0, 0, 0));

        assertSeen(Scenario.ATTACHED_IN_FLIGHT_WHEN_THE_LINK_BREAKS);
    }

    /** A broken link voids the channel as well; here it is a full mailbox that loses the first. */
    @Test
    void secondInputArrivesAfterTheFirstWasLostOnTheWay() {
        plan(SimPlan.plain().withGateways(1));
        run.calm();
        run.faults().fillMailbox(true);
        run.until(Scenario.INPUT_AFTER_A_LOST_ONE);
    }

    @Test
    void attemptReachesTheOwnerAfterTheNextOneAtAnotherGateway() {
        run.calm();
        SimGateway old = gatewayOf(0);
        old.breakLink(new SimCable.Break(6 * SECOND, 0, 0, 0, 0));
        goneElsewhere(0);
        run.until(Scenario.OLDER_ATTEMPT_COMES_LATE);
    }

    @Test
    void supersededOfTheFirstAttemptComesAfterTheThirdIsBackAtItsGateway() {
        SimPath slow = SimPath.HOUSE.withDelay(150 * MILLI, 150 * MILLI);
        plan(SimPlan.plain().withPlayers(1).withLink(slow));
        run.calm();
        SimGateway first = gatewayOf(0);
        goneElsewhere(0);
        SimGateway second = gatewayOf(0);
        first.refuse(false);
        second.refuse(true);
        tap(0).wire().cut(0, 0);
        run.until("the third attempt", () -> tap(0).attempt() == 3);
        run.runFor(3 * SECOND);

        assertThat(gatewayOf(0)).isSameAs(first);
        assertThat(player(0).over()).isFalse();
    }

    @Test
    void frozenGatewayWakesAfterTheSessionMovedAttachesAndSendsInputs() {
        run.calm();
        SimGateway frozen = gatewayOf(0);
        player(0).loop().run(() -> player(0).speak(3));
        frozen.loop().freeze();
        frozen.refuse(true);
        frozen.breakLink(new SimCable.Break(0, 0, 0, -1, -1));
        run.runFor(100 * MILLI);
        tap(0).wire().cut(0, -1);
        run.until("a new connection", () -> gatewayOf(0) != frozen && attached(0));
        run.faults().wake(frozen, frozen.loop());
        run.until(Scenario.OLDER_ATTEMPT_COMES_LATE);

        assertSeen(Scenario.FROZEN_GATEWAY_WAKES_AFTER_THE_SESSION_MOVED);
    }

    @Test
    void oldConnectionDeliversAfterTheNewHelloInADrain() {
        run.calm();
        gatewayOf(0).drain();
        for (int i = 0; i < 40; i++) {
            run.faults().burst(1);
            run.runFor(30 * MILLI);
        }
        run.until(Scenario.OLD_CONNECTION_DELIVERS_AFTER_THE_NEW_HELLO);
    }

    @Test
    void oneIsInAReplayOfSeveralFlushesWhileABroadcastGoesOutToItsNeighbour() {
        plan(SimPlan.plain().withGateways(1).withLimits(SimPlan.limits(64 * 1024, 1)));
        run.calm();
        missing(0, 20);
        run.cluster().traps().arm(SimTraps.Trap.BURST_IN_REPLAY);
        run.until(Scenario.BROADCAST_DURING_A_REPLAY_BESIDE_IT);
    }

    @Test
    void oneIsAskedWhileItsNeighbourIsLive() {
        plan(SimPlan.plain().withGateways(1));
        run.calm();
        tap(0).wire().cut(0, 0);
        until(LinkFrame.Attach.class);
        for (int i = 0; i < 200; i++) {
            run.faults().burst(1);
            run.runFor(MILLI / 20);
        }
        run.until(Scenario.BROADCAST_WHILE_ONE_IS_ASKED);
    }

    @Test
    void ringOfOneMessage() {
        plan(SimPlan.plain().withLimits(SimPlan.limits(110, 1)));
        run.calm();
        missing(0, 3);
        run.until(Scenario.RING_OVERRUN);
    }

    @Test
    void ringIsOverrunDuringAReplay() {
        plan(SimPlan.plain().withLimits(SimPlan.limits(1500, 1)));
        run.calm();
        missing(0, 8);
        run.cluster().traps().arm(SimTraps.Trap.BURST_IN_REPLAY);
        run.until(Scenario.RING_OVERRUN_DURING_A_REPLAY);
    }

    @Test
    void numbersPassThirtyTwoBits() {
        plan(SimPlan.plain().withFirstSeq(SimPlan.FIRST_SEQ_HIGH));
        run.calm();
        run.faults().burst(6);
        missing(0, 20);
        run.until("the return", () -> attached(0));
        run.faults().burst(6);
        run.runFor(SECOND);

        assertSeen(Scenario.NUMBERS_BEYOND_32_BITS);
    }

    @Test
    void cutAtEveryPlaceOfTheHandshake() {
        run.calm();
        for (long bytes = 1; bytes < 700; bytes += 23) {
            cutNextHandshake(bytes, bytes % 2 == 0);
        }

        assertSeen(Scenario.CUT_BEFORE_WELCOME);
        assertSeen(Scenario.CUT_BETWEEN_WELCOME_AND_ATTACHED);
    }

    private void cutNextHandshake(long bytes, boolean up) {
        int attempt = tap(0).attempt();
        run.cluster()
                .onWire(
                        wire -> {
                            run.cluster().onWire(any -> {});
                            if (up) {
                                wire.cutAfterUp(bytes, MILLI);
                            } else {
                                wire.cutAfterDown(bytes, MILLI);
                            }
                        });
        tap(0).wire().cut(0, 0);
        run.until("a new attempt", () -> tap(0).attempt() > attempt);
        run.until("the return", () -> tap(0).welcome() && attached(0));
    }

    // ---- what scenarios are made of ----

    private List<SimNodeLink> home() {
        return run.cluster().home().links();
    }

    private SimPlayer player(int index) {
        return run.cluster().player(index);
    }

    /** The player's newest connection. */
    private SimTap tap(int index) {
        return Objects.requireNonNull(player(index).newest());
    }

    private boolean attached(int index) {
        return tap(index).attachedTo(run.cluster().roomId().toString());
    }

    private SimGateway gatewayOf(int index) {
        return Objects.requireNonNull(run.cluster().gatewayOn(tap(index).wire().server().loop()));
    }

    /** A player loses its connection, and so much is said before it is back. */
    private void missing(int index, int messages) {
        tap(index).wire().cut(0, 0);
        run.runFor(5 * MILLI);
        run.faults().burst(messages);
    }

    /** A player's connection is half open, and it has gone to another gateway: the old one. */
    private SimGateway goneElsewhere(int index) {
        SimGateway old = gatewayOf(index);
        old.refuse(true);
        tap(index).wire().cut(0, -1);
        run.until("another gateway", () -> gatewayOf(index) != old && attached(index));
        return old;
    }

    /** Lets time pass until such a frame is on its way to the node: the gateway it comes from. */
    private SimGateway until(Class<? extends LinkFrame> kind) {
        return until(kind.getSimpleName(), gateway -> gateway.sends(kind));
    }

    private SimGateway until(String what, Predicate<SimGateway> which) {
        run.until(what, () -> run.cluster().gateways().stream().anyMatch(which));
        return run.cluster().gateways().stream().filter(which).findFirst().orElseThrow();
    }

    private void assertSeen(Scenario scenario) {
        assertThat(run.cluster().seen(scenario)).as(scenario.toString()).isPositive();
    }
}
