package dev.cardea.client.engine;

import dev.cardea.net.Loop;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a session that have no answer yet (rule R14). Confined to the session's loop, but
 * for {@link #reserve}, which any thread may call: one CAS.
 *
 * <p>Requests wait while there is no connection and are sent again on each new one, in order, with
 * RETRY if an older connection may have carried them. So a request ends with its reply, its
 * deadline, or the session.
 */
final class ClientRequests {
    /** Requests under way: a server answers BUSY to more. */
    static final int COUNT_MAX = 64;

    /** Bytes of the bodies of requests under way. */
    static final int BYTES_MAX = 1024 * 1024;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Loop loop;
    private final AtomicLong reserved = new AtomicLong();
    private final Map<Integer, Pending> pending = new LinkedHashMap<>(4);
    private @Nullable Uplink uplink;
    private Loop.@Nullable Timer timer;
    private long timerNanos;
    private int lastCorrelation;

    ClientRequests(Loop loop) {
        this.loop = loop;
    }

    private static final class Pending {
        final int correlation;
        final int route;
        final Bytes body;
        final long deadlineNanos;
        final ReplyHandler handler;
        boolean sent;

        Pending(int correlation, Ask ask, long deadlineNanos) {
            this.correlation = correlation;
            this.route = ask.route();
            this.body = ask.body();
            this.deadlineNanos = deadlineNanos;
            this.handler = ask.handler();
        }
    }

    /** What is asked: a route, the body, how long to wait, and who is told. */
    record Ask(int route, Bytes body, long timeoutNanos, ReplyHandler handler) {}

    /**
     * Takes room for one request of {@code bytes}, to be followed by {@link #ask}. Any thread.
     *
     * @return false if too much is under way
     */
    boolean reserve(int bytes) {
        while (true) {
            long now = reserved.get();
            if (now >>> 32 >= COUNT_MAX || (int) now + bytes > BYTES_MAX) {
                return false;
            }
            if (reserved.compareAndSet(now, now + packed(bytes))) {
                return true;
            }
        }
    }

    private void giveBack(int bytes) {
        reserved.addAndGet(-packed(bytes));
    }

    private static long packed(int bytes) {
        return 1L << 32 | bytes;
    }

    /** Begins a request for which room was reserved; returns its correlation. */
    int ask(Ask ask) {
        Pending request = new Pending(++lastCorrelation, ask, loop.nanos() + ask.timeoutNanos());
        pending.put(request.correlation, request);
        send(request);
        watch(request.deadlineNanos);
        return request.correlation;
    }

    private void send(Pending request) {
        Uplink up = uplink;
        if (up == null) {
            return;
        }
        long left = Math.max(1, (request.deadlineNanos - loop.nanos()) / NANOS_PER_MILLI);
        int deadlineMillis = (int) Math.min(left, Integer.MAX_VALUE);
        up.send(
                new Frame.Request(request.correlation, request.sent, deadlineMillis, request.route),
                request.body);
        request.sent = true;
    }

    /** A connection is open: all that waits is sent on it. */
    void connected(Uplink uplink) {
        this.uplink = uplink;
        pending.values().forEach(this::send);
    }

    /** The connection no longer counts: requests wait. */
    void disconnected() {
        uplink = null;
    }

    /** The answer to a request; one that nobody waits for any more is ignored. */
    void reply(Frame.Reply reply, ByteBuf body) {
        Pending request = pending.remove(reply.correlation());
        if (request != null) {
            giveBack(request.body.size());
            request.handler.onReply(reply.status(), reply.retryAfterMillis(), body);
        }
    }

    /** The answer is not wanted any more; the server is told where it may still run. */
    void cancel(int correlation) {
        end(correlation, ReplyStatus.CANCELLED, "cancelled");
    }

    private void end(int correlation, int status, String text) {
        Pending request = pending.remove(correlation);
        if (request == null) {
            return;
        }
        giveBack(request.body.size());
        Uplink up = uplink;
        if (up != null && request.sent) {
            up.send(new Frame.Cancel(correlation), Uplink.NO_BODY);
        }
        tell(request, status, text);
    }

    private static void tell(Pending request, int status, String text) {
        ByteBuf body = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        request.handler.onReply(status, 0, body);
    }

    private void watch(long deadlineNanos) {
        if (timer != null) {
            if (timerNanos - deadlineNanos <= 0) {
                return;
            }
            timer.cancel();
        }
        timerNanos = deadlineNanos;
        timer = loop.after(Math.max(0, deadlineNanos - loop.nanos()), this::expire);
    }

    private void expire() {
        timer = null;
        long now = loop.nanos();
        List<Integer> late = new ArrayList<>();
        for (Pending request : pending.values()) {
            if (request.deadlineNanos - now <= 0) {
                late.add(request.correlation);
            }
        }
        late.forEach(one -> end(one, ReplyStatus.DEADLINE, "no answer in time"));
        pending.values().forEach(request -> watch(request.deadlineNanos));
    }

    /** The session ended: what may have run has an unknown outcome, the rest did not run. */
    void closed(String why) {
        uplink = null;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        List<Pending> all = List.copyOf(pending.values());
        pending.clear();
        for (Pending request : all) {
            giveBack(request.body.size());
            boolean mayHaveRun = request.sent;
            tell(request, mayHaveRun ? ReplyStatus.UNKNOWN_OUTCOME : ReplyStatus.UNAVAILABLE, why);
        }
    }

    int underWay() {
        return pending.size();
    }
}
