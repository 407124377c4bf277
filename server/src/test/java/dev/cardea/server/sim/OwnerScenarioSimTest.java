package dev.cardea.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.Seat;
import dev.cardea.testkit.SimPath;
import dev.cardea.wire.GoneReason;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scenarios about owners, memberships and requests: 10 to 14 and 19 of {@link Scenario}. That a
 * full memory of requests runs nothing twice, {@code RequestMemoryTest} shows.
 */
class OwnerScenarioSimTest {
    private static final long MILLI = SimRun.MILLI;
    private static final long SECOND = SimRun.SECOND;

    private SimRun run = new SimRun(1, SimPlan.plain());

    /** Whatever the scenario was, the promises hold in the end. */
    @AfterEach
    void judge() {
        run.judge().assertGood("the scenario itself");
    }

    // ---- 10: crashes around an acknowledgement ----

    @Test
    void crashAfterTheAcknowledgementButBeforeTheSnapshot() {
        calmAndSaved();
        speak(0, 3);
        run.until("the acknowledgement", () -> player(0).waiting() == 0);
        run.faults().crashHome();
        run.until(Scenario.CRASH_AFTER_ACKNOWLEDGEMENT_BEFORE_SNAPSHOT).runFor(5 * SECOND);
        speak(0, 1);
        run.until("an input with BASE", () -> run.cluster().counted("input with BASE") > 0);
    }

    @Test
    void crashAfterTheSnapshotButBeforeTheAcknowledgement() {
        calmAndSaved();
        speak(0, 2);
        run.until("the input's effect", () -> seat().applied() == 2);
        run.faults().snapshot();
        run.runFor(MILLI / 10);
        run.faults().crashHome(SimStore.Choice.NEWEST);
        run.until(Scenario.CRASH_AFTER_SNAPSHOT_BEFORE_ACKNOWLEDGEMENT);
    }

    @Test
    void crashWithNothingSentSince() {
        calmAndSaved();
        run.faults().crashHome();
        run.until(Scenario.CRASH_WITH_NOTHING_SENT_SINCE);
    }

    // ---- 11, 12: a stale copy ----

    @Test
    void clientOfTheNewEpochLandsOnAGatewayStillLinkedToTheOldCopy() {
        twoCopies();
        run.until("the new epoch", () -> attached(0));
        moveOn(0);
        run.until(Scenario.STALE_COPY_FOUND_OUT_BY_POSITION);
    }

    @Test
    void clientThatSawOnlyAttachedOfTheNewEpochLandsThereToo() {
        twoCopiesWith(SimTraps.Trap.CUT_BEFORE_STATE);
        run.until(Scenario.STALE_COPY_FOUND_OUT_BY_EPOCH_ALONE);
    }

    /** The player's gateway knows the new owners, the other one is linked to the old ones. */
    private void twoCopies() {
        calmAndSaved();
        SimGateway mine = gatewayOf(0);
        run.faults().cutOffHome(gateway -> gateway != mine);
        run.runFor(3 * SECOND);
    }

    private void twoCopiesWith(SimTraps.Trap trap) {
        run = new SimRun(1, SimPlan.plain().withPlayers(1));
        calmAndSaved();
        SimGateway mine = gatewayOf(0);
        run.cluster().traps().arm(trap);
        mine.refuse(true);
        run.faults().cutOffHome(gateway -> gateway != mine);
    }

    private void moveOn(int index) {
        gatewayOf(index).refuse(true);
        tap(index).wire().cut(0, 0);
    }

    // ---- 13: moves ----

    @Test
    void moveWithInputsInFlight() {
        run.calm();
        speak(0, 5);
        speak(1, 5);
        run.until("inputs on a link", this::inputsUnderWay);
        run.faults().handOver(false);

        assertSeen(Scenario.MOVE_WITH_INPUTS_IN_FLIGHT);
    }

    @Test
    void handoverIsLostAndBothSidesMayBelieveThatTheyWon() {
        run.calm();
        run.faults().handOver(true);
        run.until(Scenario.HANDOVER_THAT_ONLY_ONE_SIDE_WINS);
    }

    @Test
    void gatewayIsToldOfTheMoveBeforeTheOldLinkIsDrained() {
        SimPath slow = SimPath.HOUSE.withDelay(80 * MILLI, 120 * MILLI);
        run = new SimRun(1, SimPlan.plain().withLink(slow));
        run.calm();
        run.faults().burst(10);
        run.runFor(MILLI);
        SimNode old = run.cluster().home();
        run.faults().handOver(false);
        run.faults().breakLinksTo(old, 0);

        assertSeen(Scenario.MOVE_KNOWN_BEFORE_THE_OLD_LINK_IS_DRAINED);
    }

    // ---- 14: memberships ----

    @Test
    void membershipEndsAndIsGivenAnewWithAnInputInThePipe() {
        run.calm();
        endMembership(0);
        speak(0, 3);
        run.until(Scenario.INPUT_FOR_A_MEMBERSHIP_THAT_ENDED);
    }

    @Test
    void crashToASnapshotOfTheOlderSeat() {
        calmAndSaved();
        int older = seat().number();
        player(0).loop().run(player(0)::leave);
        run.until("another seat", () -> player(0).member() && attached(0));
        speak(0, 3);
        run.until("the acknowledgement", () -> player(0).waiting() == 0);
        assertThat(seat().number()).isGreaterThan(older);
        run.faults().crashHome();
        run.until(Scenario.CRASH_BACK_TO_AN_OLDER_SEAT);
    }

    @Test
    void leaveComesBehindInputs() {
        run.calm();
        speak(0, 5);
        player(0).loop().run(player(0)::leave);
        run.until("a new membership", () -> player(0).member());

        assertSeen(Scenario.LEAVE_BEHIND_INPUTS);
        assertThat(run.cluster().counted("input APPLY")).isGreaterThanOrEqualTo(6);
    }

    // ---- 19: requests ----

    @ParameterizedTest
    @ValueSource(ints = {SimServices.PLAIN, SimServices.IDEMPOTENT, SimServices.DURABLE})
    void requestIsOvertakenByItsOwnRetry(int route) {
        run.calm();
        SimGateway frozen = gatewayOf(0);
        frozen.refuse(true);
        frozen.loop().freeze();
        player(0).loop().run(() -> player(0).ask(route));
        run.runFor(200 * MILLI);
        tap(0).wire().cut(0, -1);
        run.until("another gateway", () -> gatewayOf(0) != frozen && attached(0));
        run.runFor(SECOND);
        run.faults().wake(frozen, frozen.loop());
        run.until(Scenario.RETRY_OVERTAKES_ITS_FIRST_COPY);
    }

    @ParameterizedTest
    @ValueSource(ints = {SimServices.PLAIN, SimServices.IDEMPOTENT, SimServices.DURABLE})
    void retryReachesANodeThatKnowsNothingOfTheFirstCopy(int route) {
        run.calm();
        player(0).loop().run(() -> player(0).ask(route));
        run.until("the request's run", () -> run.cluster().counted("request run") > 0);
        run.cluster().gateways().forEach(gateway -> gateway.refuse(true));
        tap(0).wire().cut(0, 0);
        run.faults().handOver(false);
        run.runFor(6 * SECOND);
        run.cluster().gateways().forEach(gateway -> gateway.refuse(false));
        run.until("an answer", () -> run.cluster().counted("reply to a game's request") > 0);

        if (route == SimServices.PLAIN) {
            assertSeen(Scenario.RETRY_AT_A_NODE_THAT_KNOWS_NOTHING);
        }
    }

    // ---- what scenarios are made of ----

    /** All are members, and there is a snapshot that says so. */
    private void calmAndSaved() {
        run.calm();
        run.faults().snapshot();
        run.runFor(SECOND);
    }

    private SimPlayer player(int index) {
        return run.cluster().player(index);
    }

    private void speak(int index, int count) {
        player(index).loop().run(() -> player(index).speak(count));
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

    private SimOwner room() {
        return Objects.requireNonNull(run.cluster().home().owner(run.cluster().roomId()));
    }

    /** The first player's seat. */
    private Seat seat() {
        return seats().stream()
                .filter(seat -> seat.session().toString().equals(player(0).client()))
                .findFirst()
                .orElseThrow();
    }

    private List<Seat> seats() {
        return List.copyOf(room().stream().seats());
    }

    private void endMembership(int index) {
        SimOwner room = room();
        Seat seat = seats().get(index);
        room.post(() -> room.leave(seat, GoneReason.KICKED));
    }

    private boolean inputsUnderWay() {
        return run.cluster().gateways().stream()
                .anyMatch(gateway -> gateway.sends(LinkFrame.Input.class));
    }

    private void assertSeen(Scenario scenario) {
        assertThat(run.cluster().seen(scenario)).as(scenario.toString()).isPositive();
    }
}
