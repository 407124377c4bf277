package dev.cardea.examples.chat;

import dev.cardea.client.CardeaClient;
import dev.cardea.client.ConnectFailed;
import dev.cardea.client.RequestFailed;
import dev.cardea.client.RoomClient;
import dev.cardea.client.RoomListener;
import dev.cardea.client.RoomProtocol;
import dev.cardea.client.SendResult;
import dev.cardea.client.Session;
import dev.cardea.client.SessionListener;
import dev.cardea.client.SessionState;
import dev.cardea.wire.GoneReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A person, or a pipe, at a chat. Confined to the thread that reads what is typed; what the server
 * says is printed from the session's loop.
 */
final class ChatTerminal implements AutoCloseable {
    private static final RoomProtocol<Chat.Input, Chat.Output> PROTOCOL =
            RoomProtocol.of("chat", Chat.Input.class, Chat.Output.class);
    private static final long WAIT_SECONDS_MAX = 10;

    private final Transcript transcript;
    private @Nullable Session session;
    private @Nullable RoomClient<Chat.Input, Chat.Output> room;
    private Roster roster = new Roster();

    /** What the channel has answered to the lines said in it, and how many those are. */
    private Semaphore answers = new Semaphore(0);

    private int said;

    /** Set by the session's loop when the server ended it for good. */
    private volatile boolean over;

    ChatTerminal(Transcript transcript) {
        this.transcript = transcript;
    }

    /**
     * Signs in and waits for it.
     *
     * @throws ConnectFailed if that cannot be
     */
    void connect(CardeaClient client) throws InterruptedException {
        CompletableFuture<Session> opening = client.connectAsync(new StateLines());
        CompletableFuture<Session> listening = opening.thenApply(this::listened);
        session = result(listening);
    }

    private Session listened(Session opened) {
        opened.notices(
                Whispers.Notice.class,
                notice -> {
                    switch (notice) {
                        case Whispers.Notice.Whispered whisper ->
                                transcript.whispered(whisper, opened.account());
                    }
                });
        return opened;
    }

    /** Leaves the channel, if there is one, and joins another. */
    void join(String channel) throws InterruptedException {
        Session current = connected();
        leave();
        roster = new Roster();
        answers = new Semaphore(0);
        said = 0;
        Lines lines = new Lines(roster, answers);
        try {
            room = result(current.join(PROTOCOL, channel, lines));
            lines.awaitHere();
            transcript.note("you are in " + channel + " as " + current.name());
        } catch (RequestFailed refused) {
            transcript.note("cannot join " + channel + ": " + refused.text());
        }
    }

    /**
     * Does what is typed until the end of the input, {@code /quit} or the end of the session.
     *
     * @return the exit code: 1 if the server ended it
     */
    int talk(BufferedReader in) throws IOException, InterruptedException {
        while (!over) {
            String line = in.readLine();
            if (line == null || over) {
                break;
            }
            transcript.typed();
            if (Typed.of(line) instanceof Typed.Quit) {
                break;
            }
            act(Typed.of(line));
        }
        return over ? 1 : 0;
    }

    private void act(Typed typed) throws InterruptedException {
        switch (typed) {
            case Typed.Say(String text) -> say(text);
            case Typed.Join(String channel) -> join(channel);
            case Typed.Whisper(String to, String text) -> whisper(to, text);
            case Typed.Who() -> transcript.who(roster);
            case Typed.Help() ->
                    transcript.note(
                            "/join CHANNEL, /whisper NAME TEXT, /who, /quit; // says a slash");
            case Typed.Mistyped(String usage) -> transcript.note("that goes: " + usage);
            case Typed.Blank(), Typed.Quit() -> {}
        }
    }

    private void say(String text) {
        RoomClient<Chat.Input, Chat.Output> current = room;
        if (current == null) {
            transcript.note("you are in no channel: /join CHANNEL");
            return;
        }
        try {
            switch (current.send(new Chat.Input.Say(text))) {
                case SendResult.Sent(long _) -> said++;
                case SendResult.Full() -> transcript.note("not sent, too much is waiting: " + text);
                case SendResult.Closed() -> transcript.note("not sent, you are not in the channel");
            }
        } catch (IllegalArgumentException tooLong) {
            transcript.note("not sent: " + tooLong.getMessage());
        }
    }

    private void whisper(String to, String text) {
        String account = roster.account(to);
        Whispers.Whisper whisper = new Whispers.Whisper(account, text);
        try {
            var _ =
                    connected()
                            .request(Whispers.ROUTE, whisper, Whispers.Told.class)
                            .whenComplete((told, failure) -> answered(to, told, failure));
        } catch (IllegalArgumentException tooLong) {
            transcript.note("not sent: " + tooLong.getMessage());
        }
    }

    private void answered(String to, Whispers.@Nullable Told told, @Nullable Throwable failure) {
        if (failure instanceof RequestFailed refused) {
            transcript.note("not whispered: " + refused.text());
        } else if (told != null && !told.delivered()) {
            transcript.note(to + " is not there");
        }
    }

    /** Leaves when everything that was said has come back, and closes. */
    @Override
    public void close() {
        try {
            leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (session != null) {
            session.close();
        }
    }

    private void leave() throws InterruptedException {
        RoomClient<Chat.Input, Chat.Output> current = room;
        room = null;
        if (current == null || over) {
            return;
        }
        if (!answers.tryAcquire(said, WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
            transcript.note("left before all that was said had come back");
        }
        try {
            current.leave().get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            transcript.note("left without an answer");
        }
    }

    private Session connected() {
        if (session == null) {
            throw new IllegalStateException("not connected");
        }
        return session;
    }

    private static <T> T result(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
        }
    }

    /** Says how the connection fares. */
    private final class StateLines implements SessionListener {
        /** Before that, whoever waits for the session is told why there is none. */
        private boolean opened;

        @Override
        public void onState(SessionState state) {
            switch (state) {
                case SessionState.Connecting() -> {}
                case SessionState.Open(boolean resumed) -> {
                    opened = true;
                    if (resumed) {
                        transcript.note("connected again");
                    }
                }
                case SessionState.Reconnecting(Duration retryIn, String why) -> {
                    if (opened) {
                        transcript.note(
                                "connection lost (%s), trying again in %.1f s"
                                        .formatted(why, retryIn.toMillis() / 1000.0));
                    }
                }
                case SessionState.Closed(int code, String text) -> {
                    over = code != 0;
                    if (over && opened) {
                        transcript.note(
                                "the server closed the session: " + text + " (" + code + ")");
                    }
                }
            }
        }
    }

    /** Prints what the room says. */
    private final class Lines implements RoomListener<Chat.Output> {
        private final Roster people;
        private final Semaphore answers;
        private final CountDownLatch here = new CountDownLatch(1);
        private long self;

        Lines(Roster people, Semaphore answers) {
            this.people = people;
            this.answers = answers;
        }

        /** Waits until the channel has said who is there. */
        void awaitHere() throws InterruptedException {
            if (!here.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                transcript.note("the channel says nothing yet");
            }
        }

        @Override
        public void onOutput(Chat.Output output) {
            if (output instanceof Chat.Output.Left) {
                transcript.show(output, people); // while its name is known
                people.apply(output);
            } else {
                people.apply(output);
                transcript.show(output, people);
            }
            switch (output) {
                case Chat.Output.Here first -> {
                    self = first.you();
                    here.countDown();
                }
                case Chat.Output.Line(Chat.Said line) when line.member() == self ->
                        answers.release();
                case Chat.Output.Unsaid unsaid -> answers.release();
                default -> {}
            }
        }

        @Override
        public void onRecovered() {
            transcript.note("resumed: nothing was lost");
        }

        @Override
        public void onFresh() {
            transcript.note("away for too long: the channel as it is now follows");
        }

        @Override
        public void onInputsLost(int count) {
            transcript.note(count + " of your lines were lost");
        }

        @Override
        public void onGone(GoneReason reason, String text) {
            if (reason != GoneReason.LEFT) {
                transcript.note("you are out of the channel: " + text);
            }
        }
    }
}
