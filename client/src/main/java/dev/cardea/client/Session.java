package dev.cardea.client;

import dev.cardea.client.engine.ClientSession;
import dev.cardea.client.engine.SessionHandler;
import dev.cardea.net.Loop;
import dev.cardea.room.RoomRequests;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Frame;
import dev.cardea.wire.FrameBounds;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.Protocol;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A player who is signed in. It outlives its connections: when one breaks, the next is made by
 * itself, and nothing that was under way is lost, doubled or reordered. Safe from any thread.
 */
public final class Session implements AutoCloseable {
    /** How long a request may take unless said otherwise. */
    public static final Duration REQUEST_TIMEOUT_DEFAULT = Duration.ofSeconds(10);

    /** Bytes of a frame that are not its body, at most. */
    private static final int FRAME_HEAD_BYTES = 32;

    /** Bytes of a request for a seat that are not its options, at most. */
    private static final int JOIN_NAMES_BYTES = FrameBounds.OWNER_BYTES_MAX + 11;

    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    private final Loop loop;
    private final ClientSession engine;
    private final SessionListener listener;
    private final CompletableFuture<Session> opened = new CompletableFuture<>();
    private volatile SessionState state = new SessionState.Connecting();
    private volatile String account = "";
    private volatile String name = "";
    private volatile int bodyBytesMax = Integer.MAX_VALUE;

    /** Who hears the agent. On the loop. */
    private @Nullable Notices<?> notices;

    Session(Loop loop, Starter starter, SessionListener listener) {
        this.loop = loop;
        this.listener = listener;
        this.engine = starter.engine(new Told());
    }

    /** Makes the engine of a session. */
    interface Starter {
        ClientSession engine(SessionHandler handler);
    }

    private record Notices<N>(Codec<N> codec, Consumer<N> listener) {
        void tell(ByteBuf body) {
            listener.accept(codec.decode(body));
        }
    }

    CompletableFuture<Session> open() {
        run(engine::connect);
        return opened;
    }

    // ------------------------------------------------------------------ who and where

    /** What the player is known by in the data. */
    public String account() {
        return account;
    }

    /** What other players see. */
    public String name() {
        return name;
    }

    /** Where the session stands. */
    public SessionState state() {
        return state;
    }

    /** The smoothed round-trip time (RFC 6298), zero before it was measured. */
    public Duration rtt() {
        return Duration.of(engine.roundTripMicros(), ChronoUnit.MICROS);
    }

    /** The server's clock, right to about half a round trip. */
    public InstantSource clock() {
        return () -> Instant.EPOCH.plus(engine.serverMicros(), ChronoUnit.MICROS);
    }

    // ------------------------------------------------------------------ rooms

    /** Joins the room {@code key} of that type, with {@link JoinOptions#DEFAULT}. */
    public <I, O> CompletableFuture<RoomClient<I, O>> join(
            RoomProtocol<I, O> protocol, String key, RoomListener<O> listener) {
        return join(protocol, key, JoinOptions.DEFAULT, listener);
    }

    /**
     * Joins a room. A session is a member of at most 63 rooms.
     *
     * @return the membership, once there is a seat and the room's state has come; fails with {@link
     *     RequestFailed} if the room refuses, is full, or is joined or watched already
     * @throws IllegalArgumentException if the options are larger than the server takes
     */
    public <I, O> CompletableFuture<RoomClient<I, O>> join(
            RoomProtocol<I, O> protocol,
            String key,
            JoinOptions options,
            RoomListener<O> listener) {
        check(options);
        RoomClient<I, O> room = new RoomClient<>(this, protocol, key, listener);
        run(() -> room.join(options));
        return room.joined();
    }

    /** Watches the room {@code key} of that type, with {@link JoinOptions#DEFAULT}. */
    public <I, O> CompletableFuture<RoomClient<I, O>> watch(
            RoomProtocol<I, O> protocol, String key, RoomListener<O> listener) {
        return watch(protocol, key, JoinOptions.DEFAULT, listener);
    }

    /**
     * Watches a room: hears what is said to all and sees the rows that everyone sees, without being
     * a member. What is sent to the room is ignored there, though acknowledged. It counts as one of
     * the 63 rooms.
     *
     * <p>A session cannot watch a room and be a member of it: it must {@link RoomClient#leave}
     * first, and wait for the end of that.
     *
     * @return once the room's state has come; fails with {@link RequestFailed} if there is no such
     *     room, since none is made for this, if it refuses, has as many spectators as it may have,
     *     or the session is in it or watches it already
     * @throws IllegalArgumentException if the options are larger than the server takes
     */
    public <I, O> CompletableFuture<RoomClient<I, O>> watch(
            RoomProtocol<I, O> protocol,
            String key,
            JoinOptions options,
            RoomListener<O> listener) {
        check(options);
        RoomClient<I, O> room = new RoomClient<>(this, protocol, key, listener);
        run(() -> room.watch(options));
        return room.joined();
    }

    private void check(JoinOptions options) {
        if (options.options().size() > bodyBytesMax - JOIN_NAMES_BYTES) {
            throw tooLarge(options.options().size());
        }
    }

    /**
     * Joins the oldest room of the type that has the options' labels and a place, or a new one that
     * gets them. The type must be {@code listed}; errors are those of {@link #join}.
     */
    public <I, O> CompletableFuture<RoomClient<I, O>> find(
            RoomProtocol<I, O> protocol, JoinOptions options, RoomListener<O> listener) {
        List<RoomRequests.Label> labels = RoomRequests.labels(options.labels());
        var ask = new RoomRequests.Find(protocol.type(), labels, options.options());
        return seat(RoomRequests.FIND, ask, protocol, options, listener);
    }

    /**
     * Makes a room with the options' labels and joins it. Its {@link RoomClient#key} is a code, by
     * which friends can {@link #join}.
     */
    public <I, O> CompletableFuture<RoomClient<I, O>> create(
            RoomProtocol<I, O> protocol, JoinOptions options, RoomListener<O> listener) {
        List<RoomRequests.Label> labels = RoomRequests.labels(options.labels());
        var ask =
                new RoomRequests.Create(
                        protocol.type(), labels, options.hidden(), options.options());
        return seat(RoomRequests.CREATE, ask, protocol, options, listener);
    }

    /** The answer reserves a seat in a room; to join that by its name is answered with the seat. */
    private <I, O> CompletableFuture<RoomClient<I, O>> seat(
            int route,
            Object ask,
            RoomProtocol<I, O> protocol,
            JoinOptions options,
            RoomListener<O> listener) {
        return request(route, ask, RoomRequests.Seat.class, options.timeout())
                .thenCompose(
                        seat -> {
                            String key = OwnerId.parse(seat.owner()).key();
                            return join(protocol, key, options, listener);
                        });
    }

    /**
     * A part of the list of rooms of a listed type, oldest first.
     *
     * @param labels what each of them says of itself
     * @param after {@link RoomRequests.Found#next} of the part before, 0 for the first
     * @param limit 1 to 100
     */
    public CompletableFuture<RoomRequests.Found> listRooms(
            RoomProtocol<?, ?> protocol, Map<String, String> labels, long after, int limit) {
        var ask =
                new RoomRequests.Search(protocol.type(), RoomRequests.labels(labels), after, limit);
        return request(RoomRequests.LIST, ask, RoomRequests.Found.class);
    }

    // ------------------------------------------------------------------ requests

    /** Asks a service, with {@link #REQUEST_TIMEOUT_DEFAULT}. */
    public <A> CompletableFuture<A> request(int route, Object ask, Class<A> answer) {
        return request(route, ask, answer, REQUEST_TIMEOUT_DEFAULT);
    }

    /**
     * Asks a service. A request outlives connections: it is sent again until there is an answer,
     * and never runs twice unless the route says that it may.
     *
     * @param route a game's are 1024 or more
     * @param ask a record, or {@link Bytes}
     * @param answer what a good answer is
     * @return the answer, or {@link RequestFailed}; to cancel it tells the server so
     * @throws IllegalArgumentException if the codec cannot say it, or it is larger than the server
     *     takes
     */
    public <A> CompletableFuture<A> request(
            int route, Object ask, Class<A> answer, Duration timeout) {
        Codec<A> answers = Bodies.of(answer);
        Bytes body = encode(Bodies.of(ask), ask);
        CompletableFuture<A> future = new CompletableFuture<>();
        if (engine.reserveRequest(body.size())) {
            run(() -> ask(route, body, timeout, new Asked<>(answers, future)));
        } else {
            String text = "too many requests are under way";
            future.completeExceptionally(failed(ReplyStatus.BUSY, 0, text));
        }
        return future;
    }

    private record Asked<A>(Codec<A> codec, CompletableFuture<A> future) {
        void answered(int status, int retryAfterMillis, ByteBuf body) {
            if (status != ReplyStatus.OK) {
                String text = body.toString(StandardCharsets.UTF_8);
                future.completeExceptionally(failed(status, retryAfterMillis, text));
                return;
            }
            try {
                future.complete(codec.decode(body));
            } catch (MalformedException malformed) {
                String text = "the answer cannot be read: " + malformed.kind();
                future.completeExceptionally(failed(ReplyStatus.FAILED, 0, text));
            }
        }
    }

    private void ask(int route, Bytes body, Duration timeout, Asked<?> asked) {
        int correlation =
                engine.ask(route, body, TimeUnit.NANOSECONDS.convert(timeout), asked::answered);
        asked.future()
                .whenComplete(
                        (answer, failure) -> {
                            if (asked.future().isCancelled()) {
                                run(() -> engine.cancel(correlation));
                            }
                        });
    }

    private static RequestFailed failed(int status, int retryAfterMillis, String text) {
        return new RequestFailed(status, Duration.ofMillis(retryAfterMillis), text);
    }

    // ------------------------------------------------------------------ the agent

    /**
     * Hears what the player's own agent says, such as whispers. One listener at a time; what comes
     * while there is none is dropped, so the first is best set where the session is told open.
     */
    public <N> void notices(Class<N> family, Consumer<N> listener) {
        Notices<N> next = new Notices<>(Protocol.of(family), listener);
        run(() -> notices = next);
    }

    // ------------------------------------------------------------------ the end

    /** Leaves every room, after what was sent to it, and is over. Does nothing a second time. */
    @Override
    public void close() {
        run(engine::close);
    }

    // ------------------------------------------------------------------ for the package

    ClientSession engine() {
        return engine;
    }

    /** Runs {@code task} on the loop: at once if this is it. */
    void run(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** Calls the game's code, whose bugs are its own and leave the session alive. */
    void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "a listener of the game failed", bug);
        }
    }

    <T> Bytes encode(Codec<T> codec, T value) {
        ByteBuf out = Unpooled.buffer(64);
        codec.encode(value, out);
        if (out.readableBytes() > bodyBytesMax) {
            throw tooLarge(out.readableBytes());
        }
        return Bytes.of(out);
    }

    private IllegalArgumentException tooLarge(int bytes) {
        return new IllegalArgumentException(bytes + " bytes, the server takes " + bodyBytesMax);
    }

    private void become(SessionState next) {
        state = next;
        call(() -> listener.onState(next));
    }

    /** What the engine tells, on the loop. */
    private final class Told implements SessionHandler {
        @Override
        public void onOpen(Frame.Welcome welcome, boolean resumed) {
            account = welcome.account();
            name = welcome.name();
            bodyBytesMax = welcome.limits().frameInBytesMax() - FRAME_HEAD_BYTES;
            become(new SessionState.Open(resumed));
            opened.complete(Session.this);
        }

        @Override
        public void onReconnecting(long waitMillis, String why) {
            become(new SessionState.Reconnecting(Duration.ofMillis(waitMillis), why));
        }

        @Override
        public void onClosed(int code, String text) {
            become(new SessionState.Closed(code, text));
            opened.completeExceptionally(new ConnectFailed(code, text));
        }

        @Override
        public void onNotice(ByteBuf body) {
            Notices<?> current = notices;
            if (current != null) {
                call(() -> current.tell(body));
            }
        }

        @Override
        public void onFault(Frame.Fault fault) {
            call(() -> listener.onFault(fault.code(), fault.text()));
        }
    }
}
