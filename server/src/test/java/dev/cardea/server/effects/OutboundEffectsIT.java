package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.RawClient;
import dev.cardea.server.RunningServer;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Section limits.outbound: what waits for clients that do not read. One I/O thread, so that who has
 * read what a room said to all knows that it was written to the others as well.
 */
@Timeout(60)
@ExtendWith(Trials.class)
class OutboundEffectsIT {
    private static final String ONE_THREAD = "server.io_threads: 1";
    private static final String SLOW = "gateway_closes_total{code=\"slow_consumer\"}";
    private static final String OVERRUN = "node_links_overrun_total";
    private static final int KIB = 1024;

    /** A room's turn races with the thread that writes: how often it may, until it wins. */
    private static final int RACES = 50;

    /** Somebody whose kernel takes little of what it does not read. */
    private static Guest sleeper(Trial trial, RunningServer server) throws Exception {
        RawClient wire = trial.keep(RawClient.connect(Trial.tcp(server), 4 * KIB));
        return new Guest(wire, "sleeper").join("one");
    }

    @Test
    @Effect("limits.outbound.high_mark")
    void dropsWhatMayBeLostAboveTheMark(Trial trial) throws Exception {
        RunningServer server =
                trial.start("limits.outbound.high_mark: 2KiB", "limits.outbound.low_mark: 1KiB");
        Guest guest = trial.signIn(server, "ann").join("one");
        int told = 0;
        int heard = 0;
        while (told - heard == 0 && told < 20 * RACES) {
            guest.burst(20, KIB, false); // in one turn; the default lets 64 KiB wait
            told += 20;
            guest.say(new Workshop.Input.Say("end"));
            heard += guest.countTo("end");
        }
        assertThat(heard).isLessThan(told);
        assertThat(Trial.figure(server, "gateway_unreliable_dropped_total"))
                .isEqualTo(told - heard);
    }

    @Test
    @Effect("limits.outbound.low_mark")
    void listensAgainToWhoHasReadDownToTheMark(Trial trial) throws Exception {
        RunningServer server =
                trial.start(
                        ONE_THREAD,
                        "limits.outbound.low_mark: 2MiB",
                        "limits.outbound.high_mark: 2MiB",
                        "limits.outbound.queue: 8MiB",
                        "limits.outbound.socket_buffer: 4KiB");
        Guest reader = trial.signIn(server, "ann").join("one");
        Guest sleeper = sleeper(trial, server);
        reader.burst(64, 60 * KIB, true);
        reader.say(new Workshop.Input.Say("written"));
        reader.countTo("written");
        sleeper.say(new Workshop.Input.Say("awake")); // not read yet: too much waits
        for (int i = 0; i < 40; i++) {
            sleeper.next(); // and 1.4 MiB are left, far above the mark's default
        }
        assertThat(reader.line()).isEqualTo("awake");
    }

    @Test
    @Effect("limits.outbound.queue")
    void closesForWhomMoreThanTheQueueWaits(Trial trial) throws Exception {
        RunningServer server =
                trial.start(
                        ONE_THREAD,
                        "limits.outbound.queue: 8KiB",
                        "limits.outbound.high_mark: 8KiB",
                        "limits.outbound.low_mark: 4KiB",
                        "limits.frame.outbound: 4KiB");
        Guest sleeper = sleeper(trial, server);
        sleeper.burst(230, KIB, true); // the default lets 256 KiB wait
        Trial.await("it is counted", () -> Trial.figure(server, SLOW) == 1); // before it reads
        Frame.Close close = sleeper.wire.await(Frame.Close.class);
        assertThat(close.code()).isEqualTo(CloseCode.SLOW_CONSUMER.number());
    }

    @Test
    @Effect("limits.outbound.socket_buffer")
    void letsTheKernelHideNoMoreThanItsBuffer(Trial trial) throws Exception {
        int little = burstsUntilSlow(trial, "limits.outbound.socket_buffer: 4KiB");
        int much = burstsUntilSlow(trial, "limits.outbound.socket_buffer: 192KiB");
        assertThat(much - little).isGreaterThan(10);
    }

    /** How many times 8 KiB are written to somebody who does not read until it is closed. */
    private static int burstsUntilSlow(Trial trial, String buffer) throws Exception {
        RunningServer server = trial.start(ONE_THREAD, buffer, "limits.rate.message_burst: 2000");
        Guest reader = trial.signIn(server, "ann").join("one");
        sleeper(trial, server);
        int bursts = 0;
        while (Trial.figure(server, SLOW) == 0) {
            reader.burst(1, 8 * KIB, true);
            reader.next();
            bursts++;
        }
        return bursts;
    }

    /** On Linux the time counts as well while the other side has no room. */
    @Test
    @Effect("limits.outbound.unacknowledged_time")
    void givesUpWhoAcknowledgesNothingForThatTime(Trial trial) throws Exception {
        RunningServer server =
                trial.start(
                        ONE_THREAD,
                        "limits.outbound.unacknowledged_time: 300ms",
                        "limits.outbound.socket_buffer: 4KiB");
        Guest reader = trial.signIn(server, "ann").join("one");
        sleeper(trial, server);
        reader.burst(100, KIB, true);
        Trial.await("one is left", () -> Trial.figure(server, "gateway_connections_open") == 1);
        assertThat(Trial.figure(server, SLOW)).isZero(); // which it would be after idle_time
    }

    @Test
    @Effect("limits.outbound.link")
    void breaksALinkForWhichMoreWaitsAndLosesNothing(Trial trial) throws Exception {
        RunningServer server =
                trial.start(
                        ONE_THREAD,
                        "limits.outbound.link: 1MiB",
                        "limits.outbound.queue: 32MiB",
                        "limits.stream.ring: 16MiB");
        Guest guest = trial.signIn(server, "ann").join("one");
        int told = 0;
        while (Trial.figure(server, OVERRUN) == 0 && told < 50 * RACES) {
            guest.burst(50, 100 * KIB, true); // 5 MiB in one turn; the default lets 16 MiB wait
            told += 50;
            for (int i = 0; i < 50; i++) {
                assertThat(guest.next()).isInstanceOf(Workshop.Output.Blob.class);
            }
        }
        assertThat(Trial.figure(server, OVERRUN)).isPositive();
        guest.say(new Workshop.Input.Say("end"));
        assertThat(guest.countTo("end")).isZero(); // neither fewer than were told nor more
    }
}
