package dev.cardea.client;

import dev.cardea.client.engine.MemberHandler;
import dev.cardea.client.engine.Membership;
import dev.cardea.client.engine.Offer;
import dev.cardea.room.TableType;
import dev.cardea.room.table.Replica;
import dev.cardea.room.table.ReplicaSet;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.MalformedException;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A membership in a room, or a spectator's seat in it. It lives over any number of connections
 * until it is left or the room ends it. Safe from any thread.
 *
 * @param <I> what may be said to the room
 * @param <O> what the room may say
 */
public final class RoomClient<I, O> {
    private final Session session;
    private final RoomProtocol<I, O> protocol;
    private final String key;
    private final RoomListener<O> listener;
    private final ReplicaSet replicas;

    /** The tables are not what the room's are, since something could not be read. */
    private boolean tablesAreStale;

    /** Written on the session's loop alone. */
    private volatile long tick;

    private volatile int tickRate;

    private final CompletableFuture<RoomClient<I, O>> joined = new CompletableFuture<>();
    private final CompletableFuture<GoneReason> gone = new CompletableFuture<>();

    /** Set before anybody is given this object. */
    @SuppressWarnings("NullAway.Init")
    private volatile Membership membership;

    RoomClient(Session session, RoomProtocol<I, O> protocol, String key, RoomListener<O> listener) {
        this.session = session;
        this.protocol = protocol;
        this.key = key;
        this.listener = listener;
        this.replicas = new ReplicaSet(protocol.tables());
    }

    /** On the session's loop. */
    void join(JoinOptions how) {
        membership =
                session.engine()
                        .join(
                                protocol.type(),
                                key,
                                how.options(),
                                TimeUnit.NANOSECONDS.convert(how.timeout()),
                                new Told());
    }

    /** On the session's loop. */
    void watch(JoinOptions how) {
        membership =
                session.engine()
                        .watch(
                                protocol.type(),
                                key,
                                how.options(),
                                TimeUnit.NANOSECONDS.convert(how.timeout()),
                                new Told());
    }

    CompletableFuture<RoomClient<I, O>> joined() {
        return joined;
    }

    /** The key that it was joined by. */
    public String key() {
        return key;
    }

    /**
     * Says {@code input} to the room. What was taken is applied once and in the order of the calls
     * of each thread, over any number of connections. What a spectator says is ignored: it is
     * acknowledged as if it were applied, and the room never hears of it.
     *
     * @throws IllegalArgumentException if the codec cannot say it, or it is larger than the server
     *     takes
     */
    public SendResult send(I input) {
        Bytes body = session.encode(protocol.inputs(), input);
        return switch (membership.offer(body)) {
            case Offer.Accepted(long n) -> new SendResult.Sent(n);
            case Offer.Full() -> SendResult.FULL;
            case Offer.Closed() -> SendResult.CLOSED;
        };
    }

    /**
     * The newest input that the room has applied, with all before it, by the numbers of {@link
     * SendResult.Sent}; those that are lost count as well. 0 at first.
     */
    public long applied() {
        return membership.applied();
    }

    /** The newest tick of the room that is known, 0 if it does not tick. */
    public long tick() {
        return tick;
    }

    /** Ticks per second, 0 if the room does not tick. */
    public int tickRate() {
        return tickRate;
    }

    /**
     * The copy of a table. Only to be read on the session's loop, which is where the listener is
     * called.
     *
     * @throws IllegalStateException if the protocol that the room was joined with has no such table
     */
    public <R> Replica<R> table(TableType<R> type) {
        return replicas.of(type);
    }

    /**
     * Leaves, after what was sent before.
     *
     * @return completes when the membership has ended, for that or another reason
     */
    public CompletableFuture<GoneReason> leave() {
        session.run(() -> membership.leave());
        return gone.copy();
    }

    /** Completes when the membership has ended. */
    public CompletableFuture<GoneReason> gone() {
        return gone.copy();
    }

    /** What the engine tells, on the session's loop. */
    private final class Told implements MemberHandler {
        @Override
        public void onJoined() {
            session.call(() -> listener.onJoined(RoomClient.this));
            joined.complete(RoomClient.this);
        }

        @Override
        public void onRefused(int status, String text) {
            joined.completeExceptionally(new RequestFailed(status, Duration.ZERO, text));
        }

        @Override
        public void onTicking(long attachedTick, int ticksPerSecond) {
            tick = Math.max(tick, attachedTick);
            tickRate = ticksPerSecond;
        }

        @Override
        public void onApplied(long n) {
            session.call(() -> listener.onApplied(n));
        }

        @Override
        public void onStateBegins() {
            replicas.clear();
            tick = 0;
            tablesAreStale = false;
        }

        @Override
        public void onState(ByteBuf part) {
            apply(part);
        }

        @Override
        public void onPatch(Frame.Patch frame, ByteBuf blocks) {
            apply(blocks);
            if (!frame.more() && !tablesAreStale) {
                tick = Math.max(tick, frame.tick());
                session.call(() -> listener.onPatch(frame.tick()));
            }
        }

        private void apply(ByteBuf blocks) {
            if (tablesAreStale || protocol.tables().isEmpty()) {
                return;
            }
            try {
                replicas.apply(blocks);
            } catch (MalformedException malformed) {
                tablesAreStale = true;
                unreadable(malformed);
            }
        }

        private void unreadable(MalformedException malformed) {
            String why = malformed.kind().name();
            session.call(() -> listener.onUnreadable(why));
        }

        @Override
        public void onFresh() {
            session.call(listener::onFresh);
        }

        @Override
        public void onRecovered() {
            session.call(listener::onRecovered);
        }

        @Override
        public void onMessage(ByteBuf body) {
            O output;
            try {
                output = protocol.outputs().decode(body);
            } catch (MalformedException malformed) {
                unreadable(malformed);
                return;
            }
            session.call(() -> listener.onOutput(output));
        }

        @Override
        public void onInputsLost(int count) {
            session.call(() -> listener.onInputsLost(count));
        }

        @Override
        public void onGone(GoneReason reason, String text) {
            gone.complete(reason);
            session.call(() -> listener.onGone(reason, text));
        }
    }
}
