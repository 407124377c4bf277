package dev.cardea.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.client.CardeaClient;
import dev.cardea.client.Credential;
import dev.cardea.client.JoinOptions;
import dev.cardea.client.RoomClient;
import dev.cardea.client.RoomListener;
import dev.cardea.client.SendResult;
import dev.cardea.client.Session;
import dev.cardea.client.SessionListener;
import dev.cardea.client.SessionState;
import dev.cardea.wire.GoneReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A session that writes down what it is told. Safe from any thread. */
final class Player implements RoomListener<Hall.Output>, SessionListener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final BlockingQueue<SessionState> states = new LinkedBlockingQueue<>();
    final Session session;

    Player(String name, String... endpoints) {
        CardeaClient.Builder builder =
                CardeaClient.builder()
                        .connectTimeout(Duration.ofSeconds(20))
                        .reconnectDelayMax(Duration.ofMillis(50));
        List.of(endpoints).forEach(builder::endpoint);
        Credential credential = Credential.development(name);
        session = builder.build().connectAsync(credential, this).join();
    }

    RoomClient<Hall.Input, Hall.Output> join(String key) {
        JoinOptions options = JoinOptions.DEFAULT.timeout(PATIENCE);
        return session.join(Hall.PROTOCOL, key, options, this).join();
    }

    /** Says it as soon as there is room. */
    static void say(RoomClient<Hall.Input, Hall.Output> room, String text) {
        Hall.Input.Say line = new Hall.Input.Say(text);
        SendResult result = room.send(line);
        while (result instanceof SendResult.Full) {
            LockSupport.parkNanos(1_000_000);
            result = room.send(line);
        }
        assertThat(result).isInstanceOf(SendResult.Sent.class);
    }

    String next() throws InterruptedException {
        String line = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(line).as("heard in time").isNotNull();
        return String.valueOf(line);
    }

    /** The next lines that were said, leaving out who came and went. */
    List<String> lines(int count) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            String next = next();
            if (!next.startsWith("+") && !next.startsWith("-")) {
                lines.add(next);
            }
        }
        return lines;
    }

    <S extends SessionState> S nextState(Class<S> kind) throws InterruptedException {
        while (true) {
            SessionState state = states.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(state).as("a state in time").isNotNull();
            if (kind.isInstance(state)) {
                return kind.cast(state);
            }
        }
    }

    @Override
    public void onOutput(Hall.Output output) {
        heard.add(
                switch (output) {
                    case Hall.Output.Line(String from, String text) -> from + " " + text;
                    case Hall.Output.Here(String who) -> "+" + who;
                    case Hall.Output.Left(String who) -> "-" + who;
                });
    }

    @Override
    public void onFresh() {
        heard.add("a hole");
    }

    @Override
    public void onInputsLost(int count) {
        heard.add("lost " + count);
    }

    @Override
    public void onUnreadable(String why) {
        heard.add("unreadable " + why);
    }

    @Override
    public void onGone(GoneReason reason, String text) {
        heard.add("gone " + reason + ": " + text);
    }

    @Override
    public void onState(SessionState state) {
        states.add(state);
    }
}
