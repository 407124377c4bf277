package dev.cardea.examples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.client.CardeaClient;
import dev.cardea.client.Credential;
import dev.cardea.client.RoomClient;
import dev.cardea.client.RoomProtocol;
import dev.cardea.client.Session;
import dev.cardea.server.Cardea;
import dev.cardea.server.RunningServer;
import dev.cardea.server.config.Config;
import dev.cardea.server.config.ConfigReader;
import dev.cardea.server.config.Loaded;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: the README's room does what it says; method: two players in it, over TCP. */
@Timeout(60)
class LobbyIT {
    private static final RoomProtocol<Lobby.Input, Lobby.Output> PROTOCOL =
            RoomProtocol.of("lobby", Lobby.Input.class, Lobby.Output.class);

    @Test
    void tellsEverybodyWhatEachSaysAndDoes() throws Exception {
        try (RunningServer server =
                Cardea.server().rooms(Lobby.TYPE).keepingNothing().start(freePorts())) {
            CardeaClient client = CardeaClient.builder().endpoint(tcp(server)).build();
            try (Session ann = client.connect(Credential.development("ann"));
                    Session ben = client.connect(Credential.development("ben"))) {
                BlockingQueue<Lobby.Output> heard = new LinkedBlockingQueue<>();
                RoomClient<Lobby.Input, Lobby.Output> room =
                        ann.join(PROTOCOL, "one", heard::add).join();
                assertThat(next(heard)).isEqualTo(new Lobby.Output.Line("ann", "is here"));
                RoomClient<Lobby.Input, Lobby.Output> bens =
                        ben.join(PROTOCOL, "one", output -> {}).join();
                assertThat(next(heard)).isEqualTo(new Lobby.Output.Line("ben", "is here"));
                room.send(new Lobby.Input.Say("hello"));
                assertThat(next(heard)).isEqualTo(new Lobby.Output.Line("ann", "hello"));
                bens.send(new Lobby.Input.Wave());
                assertThat(next(heard)).isEqualTo(new Lobby.Output.Line("ben", "waves"));
                bens.leave().join();
                assertThat(next(heard)).isEqualTo(new Lobby.Output.Line("ben", "left"));
            }
        }
    }

    private static Config freePorts() {
        Map<String, String> environment =
                Map.of(
                        "CARDEA_SERVER_PORT", "0",
                        "CARDEA_ADMIN_PORT", "0",
                        "CARDEA_LISTENERS", "[{port: 0}]");
        return ((Loaded.Good) ConfigReader.defaults(environment)).config();
    }

    private static String tcp(RunningServer server) {
        for (RunningServer.Address address : server.addresses()) {
            if (address.transport() == Config.Transport.TCP) {
                return "tcp://127.0.0.1:" + address.bound().getPort();
            }
        }
        throw new IllegalStateException("no listener for TCP");
    }

    private static Lobby.Output next(BlockingQueue<Lobby.Output> heard) throws Exception {
        return heard.poll(30, TimeUnit.SECONDS);
    }
}
