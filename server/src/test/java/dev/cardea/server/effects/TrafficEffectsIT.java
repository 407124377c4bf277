package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.RawClient;
import dev.cardea.server.RunningServer;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.ReplyStatus;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one connection may send: its rate, the sizes of frames, and that it is heard of. */
@Timeout(60)
@ExtendWith(Trials.class)
class TrafficEffectsIT {
    private static final String THROTTLED = "gateway_throttled_total";

    private static Bytes bytes(int count) {
        return Bytes.copyOf(new byte[count]);
    }

    private static int closed(RawClient client) throws IOException {
        return client.await(Frame.Close.class).code();
    }

    // ---- limits.rate ----

    @Test
    @Effect("security.rate_limit")
    void readsSoManyMessagesEachSecond(Trial trial) throws Exception {
        RunningServer server =
                trial.start("security.rate_limit: 5", "limits.rate.message_burst: 1");
        Guest guest = trial.signIn(server, "ann");
        Duration taken =
                Trial.time(
                        () -> {
                            guest.ping(4); // the debt of these is what the next waits for
                            guest.ping(1);
                        });
        assertThat(taken).isGreaterThan(Duration.ofMillis(500)); // at the default: 40 ms
    }

    @Test
    @Effect("limits.rate.message_burst")
    void readsSoManyMessagesAtOnce(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.rate.message_burst: 1");
        trial.signIn(server, "ann").ping(50); // the default lets through two hundred
        assertThat(Trial.figure(server, THROTTLED)).isPositive();
    }

    @Test
    @Effect("limits.rate.bytes_per_second")
    void readsSoManyBytesEachSecond(Trial trial) throws Exception {
        RunningServer server =
                trial.start(
                        "limits.rate.bytes_per_second: 10KiB",
                        "limits.rate.byte_burst: 4KiB",
                        "limits.frame.inbound: 4KiB");
        Guest guest = trial.signIn(server, "ann");
        Duration taken =
                Trial.time(
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                guest.ask(Workshop.ECHO, bytes(4000));
                            }
                        });
        assertThat(taken).isGreaterThan(Duration.ofMillis(300)); // at the default: 125 ms
    }

    @Test
    @Effect("limits.rate.byte_burst")
    void readsSoManyBytesAtOnce(Trial trial) throws Exception {
        RunningServer server =
                trial.start("limits.rate.byte_burst: 4KiB", "limits.frame.inbound: 4KiB");
        Guest guest = trial.signIn(server, "ann");
        guest.wire.send(15, new Frame.Request(1, false, 0, Workshop.ECHO), bytes(4000));
        // The default lets through 128 KiB.
        Trial.await("it is too much", () -> Trial.figure(server, THROTTLED) > 0);
    }

    @Test
    @Effect("limits.rate.throttled_time")
    void closesWhoStaysAboveItsRateForThatTime(Trial trial) throws Exception {
        RunningServer server =
                trial.start(
                        "limits.rate.throttled_time: 100ms",
                        "security.rate_limit: 1",
                        "limits.rate.message_burst: 1");
        Guest guest = trial.signIn(server, "ann");
        guest.ping(3); // by default, reading would go on three seconds later
        assertThat(closed(guest.wire)).isEqualTo(CloseCode.RATE_LIMITED.number());
    }

    // ---- limits.frame ----

    @Test
    @Effect("limits.frame.inbound")
    void readsFramesOfThatSize(Trial trial) throws Exception {
        RunningServer server =
                trial.start("limits.frame.inbound: 2KiB", "limits.frame.hello: 1KiB");
        Guest guest = trial.signIn(server, "ann");
        assertThat(guest.welcome.limits().frameInBytesMax()).isEqualTo(2048);
        assertThat(guest.ask(Workshop.ECHO, bytes(2000)).status()).isEqualTo(ReplyStatus.OK);
        guest.wire.send(1, new Frame.Request(9, false, 0, Workshop.ECHO), bytes(2048));
        assertThat(closed(guest.wire)).isEqualTo(CloseCode.FRAME_TOO_LARGE.number());
    }

    @Test
    @Effect("limits.frame.hello")
    void readsAFirstFrameOfThatSize(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.frame.hello: 1KiB");
        RawClient client = trial.connect(server);
        client.send(RawClient.hello("dev", "x".repeat(1024)));
        assertThat(closed(client)).isEqualTo(CloseCode.FRAME_TOO_LARGE.number());
    }

    @Test
    @Effect("limits.frame.outbound")
    void sendsNoFrameAboveThatSize(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.frame.outbound: 2KiB");
        Guest guest = trial.signIn(server, "ann").join("one");
        assertThat(guest.welcome.limits().frameOutBytesMax()).isEqualTo(2048);
        assertThat(guest.askFor(1900).status()).isEqualTo(ReplyStatus.OK);
        assertThat(guest.askFor(2048).status()).isEqualTo(ReplyStatus.FAILED);
        assertThat(guest.ask(Workshop.ECHO, bytes(2048)).status()).isEqualTo(ReplyStatus.FAILED);
        guest.burst(1, 1900, true);
        guest.next();
        guest.burst(1, 2048, true);
        assertThat(guest.wire.await(Frame.Gone.class).reason())
                .isEqualTo(GoneReason.ROOM_FAILED.number());
    }

    @Test
    @Effect("limits.frame.outbound")
    void sendsFramesAboveTheDefaultIfItIsTold(Trial trial) throws Exception {
        RunningServer server =
                trial.start("limits.frame.outbound: 1MiB", "limits.outbound.queue: 4MiB");
        Guest guest = trial.signIn(server, "ann").join("one");
        assertThat(guest.askFor(500_000).status()).isEqualTo(ReplyStatus.OK);
        assertThat(guest.wire.body().size()).isEqualTo(500_000);
        guest.burst(1, 500_000, true);
        assertThat(guest.next()).isEqualTo(new Workshop.Output.Blob(bytes(500_000)));
    }

    // ---- limits.liveness ----

    @Test
    @Effect("limits.liveness.ping_interval")
    void saysThatItIsThereInThatInterval(Trial trial) throws Exception {
        Guest guest = trial.signIn(trial.start("limits.liveness.ping_interval: 100ms"), "ann");
        assertThat(guest.welcome.pingIntervalMillis()).isEqualTo(100);
        Duration taken =
                Trial.time(
                        () -> {
                            for (int i = 0; i < 6; i++) {
                                guest.wire.await(Frame.Ping.class);
                            }
                        });
        assertThat(taken).isLessThan(Duration.ofSeconds(8)); // at the default: eighteen
    }

    @Test
    @Effect("limits.liveness.idle_time")
    void closesWhoIsSilentForThatTime(Trial trial) throws Exception {
        RunningServer server =
                trial.start(
                        "limits.liveness.idle_time: 300ms", "limits.liveness.ping_interval: 100ms");
        Guest guest = trial.signIn(server, "ann");
        assertThat(guest.welcome.idleTimeoutMillis()).isEqualTo(300);
        Duration taken =
                Trial.time(
                        () ->
                                assertThat(closed(guest.wire))
                                        .isEqualTo(CloseCode.IDLE_TIMEOUT.number()));
        assertThat(taken).isLessThan(Duration.ofSeconds(10)); // at the default: fifteen
    }
}
