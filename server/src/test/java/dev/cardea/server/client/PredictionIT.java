package dev.cardea.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.client.CardeaClient;
import dev.cardea.client.Credential;
import dev.cardea.client.JoinOptions;
import dev.cardea.client.RoomClient;
import dev.cardea.client.RoomListener;
import dev.cardea.client.RoomProtocol;
import dev.cardea.client.SendResult;
import dev.cardea.client.Session;
import dev.cardea.client.SessionListener;
import dev.cardea.client.play.Interpolation;
import dev.cardea.client.play.Motion;
import dev.cardea.client.play.PlayoutClock;
import dev.cardea.client.play.Prediction;
import dev.cardea.client.play.TickClock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: what a player predicts is what the room comes to, at every patch; method: a room over a
 * socket that is cut, and inputs that the room does as they are.
 */
@Timeout(90)
class PredictionIT {
    private static final RoomProtocol<Field.Input, Field.Output> PROTOCOL =
            RoomProtocol.of(Field.TYPE);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STEPS = 150;

    private final LiveServer server = new LiveServer();

    @AfterEach
    void stop() {
        server.close();
    }

    /** A player who walks a little with each patch. Confined to the session's loop, once joined. */
    private static final class Walking implements RoomListener<Field.Output> {
        private static final Motion<Field.Walker> MOTION = Motion.of(Walking::mix);

        final CompletableFuture<Float> arrived = new CompletableFuture<>();
        private final SplittableRandom random;
        private final Prediction<Field.Walker, Field.Input.Walk> mine =
                new Prediction<>(
                        MOTION, (at, walk) -> new Field.Walker(at.x() + walk.byX(), at.steps()));
        private final Interpolation<Field.Walker> shown = new Interpolation<>(MOTION);
        private @Nullable RoomClient<Field.Input, Field.Output> room;
        private @Nullable PlayoutClock clock;
        private float sum;
        private int steps;
        private int patches;

        Walking(long seed) {
            random = new SplittableRandom(seed);
        }

        private static Field.Walker mix(Field.Walker from, Field.Walker to, double fraction) {
            return new Field.Walker((float) Motion.line(from.x(), to.x(), fraction), from.steps());
        }

        @Override
        @SuppressWarnings("unchecked") // it was joined with that protocol
        public void onJoined(RoomClient<?, Field.Output> joined) {
            room = (RoomClient<Field.Input, Field.Output>) joined;
        }

        @Override
        public void onOutput(Field.Output output) {}

        @Override
        public void onPatch(long tick) {
            try {
                patched(tick, System.nanoTime());
            } catch (Throwable thrown) {
                arrived.completeExceptionally(thrown);
            }
        }

        private void patched(long tick, long nowNanos) {
            var here = Objects.requireNonNull(room);
            var table = here.table(Field.WALKERS);
            PlayoutClock playout = clock;
            if (playout == null) {
                playout = new PlayoutClock(new TickClock(here.tickRate()));
                clock = playout;
            }
            playout.told(tick, nowNanos);
            shown.told(here.tick(), table::forEach);
            table.forEach((key, at) -> mine.confirm(at, here.applied()));
            assertThat(mine.state().map(Field.Walker::x)).isEqualTo(Optional.of(sum));
            assertThat(mine.visible(nowNanos).map(Field.Walker::x))
                    .as("nothing was wrong, so nothing is eased")
                    .isEqualTo(Optional.of(sum));
            patches++;
            if (steps < STEPS) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    step(here);
                }
            } else if (mine.pending() == 0) {
                shown.forEach((double) here.tick(), (key, at) -> arrived.complete(at.x()));
            }
        }

        private void step(RoomClient<Field.Input, Field.Output> here) {
            Field.Input.Walk walk = new Field.Input.Walk(random.nextInt(-8, 9) * 0.25f);
            if (here.send(walk) instanceof SendResult.Sent(long n)) {
                mine.input(n, walk);
                sum += walk.byX();
                steps++;
                assertThat(n).isEqualTo(steps);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3000", "2, 5000"})
    void isWhatTheRoomComesToAtEveryPatch(long seed, int bytesBetweenCutsMax) throws Exception {
        int port = LiveServer.tcp(server.gateway());
        try (CuttingProxy proxy = new CuttingProxy(port, seed, bytesBetweenCutsMax)) {
            Session session =
                    CardeaClient.builder()
                            .connectTimeout(Duration.ofSeconds(20))
                            .reconnectDelayMax(Duration.ofMillis(50))
                            .endpoint(LiveServer.tcpEndpoint(proxy.port()))
                            .build()
                            .connectAsync(Credential.development("ann"), new SessionListener() {})
                            .join();
            Walking ann = new Walking(seed);
            JoinOptions options = JoinOptions.DEFAULT.timeout(PATIENCE);
            var room = session.join(PROTOCOL, "one", options, ann).join();
            float shown = ann.arrived.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(shown).isEqualTo(ann.sum);
            assertThat(room.applied()).isEqualTo(ann.steps);
            assertThat(ann.patches).isGreaterThan(STEPS / 10);
            assertThat(proxy.cuts()).isPositive();
            session.close();
        }
    }
}
