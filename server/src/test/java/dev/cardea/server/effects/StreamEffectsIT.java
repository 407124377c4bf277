package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.RunningServer;
import dev.cardea.wire.ReplyStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Section limits.stream: what is kept for players who come back. */
@Timeout(60)
@ExtendWith(Trials.class)
class StreamEffectsIT {
    private static final int KIB = 1024;
    private static final Workshop.Input HELLO = new Workshop.Input.Say("hello");

    /** Whether somebody who was away while the room said so much gets all of it. */
    private static boolean recovers(Trial trial, RunningServer server, int count, int bytes)
            throws Exception {
        Guest away = trial.signIn(server, "ann").join("one");
        Guest here = trial.signIn(server, "bob").join("one");
        away.wire.close();
        here.burst(count, bytes, true);
        here.say(HELLO);
        here.line();
        return !away.back(trial.connect(server)).attached().fresh();
    }

    @Test
    @Effect("limits.stream.ring")
    void keepsSoMuchOfWhatWasSaid(Trial trial) throws Exception {
        assertThat(recovers(trial, trial.start("limits.stream.ring: 8KiB"), 10, KIB)).isFalse();
        assertThat(recovers(trial, trial.start(), 10, KIB)).isTrue();
    }

    @Test
    @Effect("limits.stream.rings")
    void keepsSoMuchInAllRingsTogether(Trial trial) throws Exception {
        String[] roomy = {"limits.stream.ring: 1MiB", "limits.outbound.queue: 8MiB"};
        RunningServer small = trial.start("limits.stream.rings: 1MiB", roomy[0], roomy[1]);
        RunningServer large = trial.start(roomy);
        for (RunningServer server : new RunningServer[] {small, large}) {
            Guest other = trial.signIn(server, "eve").join("two");
            other.burst(8, 100 * KIB, true);
            other.say(HELLO);
            other.line();
        }
        assertThat(recovers(trial, small, 8, 100 * KIB)).isFalse();
        assertThat(recovers(trial, large, 8, 100 * KIB)).isTrue();
    }

    @Test
    @Effect("limits.stream.ring_time")
    void keepsWhatWasSaidForThatTime(Trial trial) throws Exception {
        RunningServer server =
                trial.start(
                        "limits.stream.ring_time: 1s",
                        "limits.admission.new_burst: 1000000",
                        "limits.admission.new_per_second: 1000000");
        Guest[] away = {trial.signIn(server, "ann").join("one")};
        Guest here = trial.signIn(server, "bob").join("one");
        away[0].wire.close();
        here.say(HELLO);
        here.line();
        Trial.await(
                "it is forgotten",
                () -> {
                    away[0] = away[0].back(trial.connect(server));
                    boolean fresh = away[0].attached().fresh();
                    away[0].wire.close();
                    return fresh;
                });
    }

    @Test
    @Effect("limits.stream.detached_seat")
    void keepsTheSeatOfALostPlayerForThatTime(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.stream.detached_seat: 1s");
        Guest away = trial.signIn(server, "ann").join("one");
        Guest here = trial.signIn(server, "bob").join("one");
        away.wire.close();
        Duration taken = Trial.time(() -> assertThat(here.line()).isEqualTo("ann left: TIMED_OUT"));
        assertThat(taken).isGreaterThan(Duration.ofMillis(900)); // the default: a minute
    }

    @Test
    @Effect("limits.stream.reserved_seat")
    void keepsTheSeatOfWhoDoesNotComeForThatTime(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.stream.reserved_seat: 1s");
        Guest absent = trial.signIn(server, "ann");
        assertThat(absent.reserve(Workshop.BOOTH, "one")).isEqualTo(ReplyStatus.OK);
        Guest next = trial.signIn(server, "bob");
        assertThat(next.reserve(Workshop.BOOTH, "one")).isEqualTo(ReplyStatus.CONFLICT);
        Trial.await(
                "the seat is free", // the default is beyond the patience of this
                () -> next.reserve(Workshop.BOOTH, "one") == ReplyStatus.OK);
    }

    @Test
    @Effect("limits.stream.replay_step")
    void tellsThePastInStepsOfThatSize(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.stream.replay_step: 1KiB");
        Guest away = trial.signIn(server, "ann").join("one");
        Guest here = trial.signIn(server, "bob").join("one");
        away.wire.close();
        here.burst(150, KIB, true);
        here.say(HELLO);
        here.line();
        Guest back = away.back(trial.connect(server));
        assertThat(back.attached().fresh()).isFalse();
        Duration taken = Trial.time(() -> assertThat(back.countTo("hello")).isEqualTo(150));
        // A room that replays has a turn each 5 ms: 150 of them, or 5 at the default.
        assertThat(taken).isGreaterThan(Duration.ofMillis(400));
    }
}
