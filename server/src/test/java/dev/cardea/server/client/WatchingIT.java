package dev.cardea.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.client.CardeaClient;
import dev.cardea.client.Credential;
import dev.cardea.client.RequestFailed;
import dev.cardea.client.RoomClient;
import dev.cardea.client.RoomListener;
import dev.cardea.client.RoomProtocol;
import dev.cardea.client.SendResult;
import dev.cardea.client.Session;
import dev.cardea.client.SessionListener;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.ReplyStatus;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: what one sees who watches a room; method: the Java client, over sockets that break. */
@Timeout(60)
class WatchingIT {
    private static final RoomProtocol<Field.Input, Field.Output> PROTOCOL =
            RoomProtocol.of(Field.TYPE);
    private static final int CUTS = 3;
    private static final int PLACES = 40;

    private final LiveServer server = new LiveServer();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Somebody whose view of the field is judged on the loop. */
    private static final class Looking implements RoomListener<Field.Output> {
        final Session session;
        final CompletableFuture<Long> walkers = new CompletableFuture<>();
        private @Nullable RoomClient<?, Field.Output> shown;
        private Field.@Nullable Output wanted;
        final CompletableFuture<Void> appliedTwo = new CompletableFuture<>();

        Looking(String name, String endpoint) {
            this(
                    CardeaClient.builder()
                            .connectTimeout(Duration.ofSeconds(20))
                            .reconnectDelayMax(Duration.ofMillis(50))
                            .endpoint(endpoint)
                            .build()
                            .connectAsync(Credential.development(name), new SessionListener() {})
                            .join());
        }

        Looking(Session session) {
            this.session = session;
        }

        @Override
        public void onJoined(RoomClient<?, Field.Output> joined) {
            shown = joined;
        }

        @Override
        public void onOutput(Field.Output output) {
            wanted = output;
            look();
        }

        @Override
        public void onPatch(long tick) {
            look();
        }

        private void look() {
            RoomClient<?, Field.Output> room = shown;
            if (room != null && wanted != null) {
                Map<Long, Field.Walker> there = new TreeMap<>();
                room.table(Field.WALKERS).forEach(there::put);
                Field.Output seen =
                        Field.looks(
                                room.table(Field.WALKERS)::forEach,
                                room.table(Field.FLAGS)::forEach);
                if (seen.equals(wanted)) {
                    walkers.complete((long) there.size());
                }
            }
        }

        @Override
        public void onApplied(long n) {
            if (n >= 2) {
                appliedTwo.complete(null);
            }
        }
    }

    private static void say(RoomClient<Field.Input, ?> room, Field.Input input) {
        SendResult result = room.send(input);
        while (result instanceof SendResult.Full) {
            LockSupport.parkNanos(1_000_000);
            result = room.send(input);
        }
        assertThat(result).isInstanceOf(SendResult.Sent.class);
    }

    private static int statusOf(CompletableFuture<?> failing) {
        int[] status = new int[1];
        assertThatThrownBy(failing::join)
                .cause()
                .isInstanceOfSatisfying(RequestFailed.class, failed -> status[0] = failed.status());
        return status[0];
    }

    @Test
    void seesRowsAndHearsBroadcastsOverCutsAndMayPlayAfterwards() throws Exception {
        int port = LiveServer.tcp(server.gateway());
        Looking ann = new Looking("ann", LiveServer.tcpEndpoint(port));
        var playing = ann.session.join(PROTOCOL, "one", ann).join();
        try (CuttingProxy proxy = new CuttingProxy(port, 1, 6_000)) {
            Looking bob = new Looking("bob", LiveServer.tcpEndpoint(proxy.port()));
            var watching = bob.session.watch(PROTOCOL, "one", bob).join();
            for (int i = 0; proxy.cuts() < CUTS; i++) {
                say(playing, new Field.Input.Plant(i % PLACES, "flag " + i));
                say(playing, new Field.Input.Walk(i % 3 == 0 ? 0.5f : -0.25f));
            }
            proxy.stopCutting();
            say(playing, new Field.Input.Look());
            assertThat(bob.walkers.get(30, TimeUnit.SECONDS)).as("bob is none").isEqualTo(1);

            assertThat(statusOf(bob.session.join(PROTOCOL, "one", bob)))
                    .as("it watches")
                    .isEqualTo(ReplyStatus.CONFLICT);
            assertThat(watching.leave().get(30, TimeUnit.SECONDS)).isEqualTo(GoneReason.LEFT);
            Looking player = new Looking(bob.session);
            var joined = bob.session.join(PROTOCOL, "one", player).join();
            say(joined, new Field.Input.Look());
            assertThat(player.walkers.get(30, TimeUnit.SECONDS)).isEqualTo(2);
            bob.session.close();
        }
        ann.session.close();
    }

    @Test
    void acknowledgesWhatASpectatorSaysAndTheRoomDoesNotHearIt() throws Exception {
        String endpoint = LiveServer.tcpEndpoint(LiveServer.tcp(server.gateway()));
        Looking ann = new Looking("ann", endpoint);
        var playing = ann.session.join(PROTOCOL, "one", ann).join();
        Looking bob = new Looking("bob", endpoint);
        var watching = bob.session.watch(PROTOCOL, "one", bob).join();
        say(watching, new Field.Input.Plant(1, "by a spectator"));
        say(watching, new Field.Input.Look());
        bob.appliedTwo.get(30, TimeUnit.SECONDS);
        assertThat(bob.walkers).as("nobody was told how it looks").isNotDone();
        say(playing, new Field.Input.Look());
        bob.walkers.get(30, TimeUnit.SECONDS);
        assertThat(bob.wanted)
                .isEqualTo(
                        Field.looks(
                                visitor -> visitor.visit(1, new Field.Walker(0, 0)),
                                visitor -> {}));
        ann.session.close();
        bob.session.close();
    }

    @Test
    void watchesNoRoomThatIsNotThere() throws Exception {
        String endpoint = LiveServer.tcpEndpoint(LiveServer.tcp(server.gateway()));
        Looking ann = new Looking("ann", endpoint);
        assertThat(statusOf(ann.session.watch(PROTOCOL, "none", ann)))
                .isEqualTo(ReplyStatus.FORBIDDEN);
        ann.session.close();
    }
}
