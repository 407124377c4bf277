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
import dev.cardea.server.gateway.Gateway;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of a ticking room, from the room to a client's copy, over sockets that break. */
@Timeout(90)
class TablesIT {
    private static final RoomProtocol<Field.Input, Field.Output> PROTOCOL =
            RoomProtocol.of(Field.TYPE);
    private static final int STEPS = 400;
    private static final int PLACES = 60;

    /** One of each player; all that both did is before the later one. */
    private static final int LOOKS = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LiveServer server = new LiveServer();

    @AfterEach
    void stop() {
        server.close();
    }

    /** One player; what it is told is judged on its loop. */
    private static final class Walking implements RoomListener<Field.Output> {
        final CompletableFuture<Void> seesWhatTheRoomSaw = new CompletableFuture<>();
        final AtomicInteger patches = new AtomicInteger();
        final CompletableFuture<String> unreadable = new CompletableFuture<>();
        private final Session session;
        private final RoomClient<Field.Input, Field.Output> room;
        private @Nullable RoomClient<?, Field.Output> shown;
        private int looks;
        private volatile Field.@Nullable Output wanted;
        private volatile Field.@Nullable Output seen;

        Walking(String name, String endpoint) {
            session =
                    CardeaClient.builder()
                            .connectTimeout(Duration.ofSeconds(20))
                            .reconnectDelayMax(Duration.ofMillis(50))
                            .endpoint(endpoint)
                            .build()
                            .connectAsync(Credential.development(name), new SessionListener() {})
                            .join();
            JoinOptions options = JoinOptions.DEFAULT.timeout(PATIENCE);
            room = session.join(PROTOCOL, "one", options, this).join();
        }

        void say(Field.Input input) {
            SendResult result = room.send(input);
            while (result instanceof SendResult.Full) {
                LockSupport.parkNanos(1_000_000);
                result = room.send(input);
            }
            assertThat(result).isInstanceOf(SendResult.Sent.class);
        }

        @Override
        public void onJoined(RoomClient<?, Field.Output> joined) {
            shown = joined;
        }

        @Override
        public void onOutput(Field.Output output) {
            wanted = output;
            looks++;
            look();
        }

        @Override
        public void onPatch(long tick) {
            patches.incrementAndGet();
            look();
        }

        @Override
        public void onUnreadable(String why) {
            unreadable.complete(why);
        }

        void awaitWhatTheRoomSaw() throws Exception {
            try {
                seesWhatTheRoomSaw.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException late) {
                throw new AssertionError(
                        "sees %s after %d patches, the room saw %s; unreadable: %s"
                                .formatted(seen, patches.get(), wanted, unreadable),
                        late);
            }
        }

        private void look() {
            var room = Objects.requireNonNull(shown);
            seen =
                    Field.looks(
                            room.table(Field.WALKERS)::forEach, room.table(Field.FLAGS)::forEach);
            if (looks == LOOKS && seen.equals(wanted)) {
                seesWhatTheRoomSaw.complete(null);
            }
        }
    }

    @Test
    void showsEveryMemberTheRowsOfTheRoom() throws Exception {
        String endpoint = LiveServer.tcpEndpoint(LiveServer.tcp(server.gateway()));
        Walking ann = new Walking("ann", endpoint);
        ann.say(new Field.Input.Walk(2.5f));
        ann.say(new Field.Input.Plant(3, "here"));
        Walking bob = new Walking("bob", endpoint);
        ann.say(new Field.Input.Look());
        bob.say(new Field.Input.Look());
        ann.awaitWhatTheRoomSaw();
        bob.awaitWhatTheRoomSaw();
        ann.session.close();
        bob.session.close();
    }

    @ParameterizedTest
    @CsvSource({"tcp, 1, 9000", "tcp, 2, 14000", "ws, 3, 14000"})
    void losesNoRowHoweverOftenTheWayBreaks(String scheme, long seed, int bytesBetweenCutsMax)
            throws Exception {
        Gateway gateway = server.gateway();
        boolean tcp = scheme.equals("tcp");
        int port = tcp ? LiveServer.tcp(gateway) : LiveServer.webSocket(gateway);
        try (CuttingProxy proxy = new CuttingProxy(port, seed, bytesBetweenCutsMax)) {
            String endpoint =
                    tcp
                            ? LiveServer.tcpEndpoint(proxy.port())
                            : LiveServer.webSocketEndpoint(proxy.port());
            Walking ann = new Walking("ann", endpoint);
            Walking bob = new Walking("bob", endpoint);
            Thread walking = Thread.startVirtualThread(() -> walkAbout(ann, seed));
            walkAbout(bob, seed + 1);
            walking.join();
            proxy.stopCutting();
            ann.say(new Field.Input.Look());
            bob.say(new Field.Input.Look());
            // Both stay until both have seen it: whoever closes its session leaves the field.
            for (Walking each : new Walking[] {ann, bob}) {
                each.awaitWhatTheRoomSaw();
                assertThat(each.unreadable).isNotDone();
                assertThat(each.patches.get()).isPositive();
            }
            ann.session.close();
            bob.session.close();
            assertThat(proxy.cuts()).isGreaterThan(2);
        }
    }

    private static void walkAbout(Walking player, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < STEPS; i++) {
            int place = random.nextInt(PLACES);
            player.say(
                    switch (random.nextInt(4)) {
                        case 0 -> new Field.Input.Walk(random.nextInt(-8, 9) * 0.25f);
                        case 1 -> new Field.Input.Pull(place);
                        default -> new Field.Input.Plant(place, "f".repeat(random.nextInt(200)));
                    });
        }
    }
}
