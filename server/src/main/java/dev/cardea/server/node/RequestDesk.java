package dev.cardea.server.node;

import dev.cardea.net.Loop;
import dev.cardea.service.Handler;
import dev.cardea.service.Refusal;
import dev.cardea.service.RequestMemory.Remembered;
import dev.cardea.service.RequestMemory.Step;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests that come by one link (rule R14). Confined to the link's loop.
 *
 * <p>Deadlines are looked at every {@link #SWEEP_NANOS} while calls are under way, so a reply of
 * DEADLINE may be that much late; a timer for each request would cost more than most handlers.
 */
final class RequestDesk {
    private static final long SWEEP_NANOS = 50_000_000;
    private static final int BUSY_RETRY_MILLIS = 1000;

    private final Node node;
    private final NodeLink link;
    private final Loop loop;
    private final List<Call<?, ?>> underWay = new ArrayList<>(0);

    /** Blocking calls that came in this turn of the loop. */
    private List<Call<?, ?>> starting = new ArrayList<>(0);

    private Loop.@Nullable Timer sweep;

    RequestDesk(Node node, NodeLink link, Loop loop) {
        this.node = node;
        this.link = link;
        this.loop = loop;
    }

    /** Takes one request; {@code body} is its value. */
    void request(OpenSession from, LinkFrame.Request frame, ByteBuf body) {
        node.counters().requests.increment();
        RouteEntry<?, ?> route = node.routes().find(frame.route());
        if (route == null) {
            refuse(frame, ReplyStatus.UNKNOWN_ROUTE, "no route " + frame.route());
        } else {
            request(route, from, frame, body);
        }
    }

    private <Q, A> void request(
            RouteEntry<Q, A> route, OpenSession from, LinkFrame.Request frame, ByteBuf body) {
        Q ask;
        try {
            ask = route.asks().decode(body);
        } catch (MalformedException malformed) {
            refuse(frame, ReplyStatus.BAD_REQUEST, "malformed request: " + malformed.kind());
            return;
        } catch (Throwable thrown) { // a codec of the game's; those behind it are not to blame
            node.requestFailed(route, thrown);
            Remembered failed = Replies.of(ReplyStatus.FAILED, 0, "", link.turnNanos());
            link.reply(frame.ref(), frame.correlation(), failed);
            return;
        }
        if (route.action() instanceof RouteEntry.Action.Inline<Q, A>(var handler)) {
            inline(route, handler, from, frame, ask);
        } else {
            away(route, from, frame, ask);
        }
    }

    private void refuse(LinkFrame.Request frame, int status, String text) {
        node.counters().badRequests.increment();
        link.reply(frame.ref(), frame.correlation(), Replies.of(status, 0, text, link.turnNanos()));
    }

    /**
     * The answer is made while the session's monitor is held, so no other copy meets it half done.
     */
    private <Q, A> void inline(
            RouteEntry<Q, A> route,
            Handler<Q, A> handler,
            OpenSession from,
            LinkFrame.Request frame,
            Q ask) {
        SessionRequests requests = from.requests(node.sessions());
        long now = link.turnNanos();
        synchronized (requests) {
            Step<Computing> step =
                    requests.memory.admit(
                            frame.correlation(),
                            frame.retry(),
                            route.isIdempotent(),
                            Computing.Inline.NOW,
                            now);
            if (step instanceof Step.Run) {
                Remembered reply = answer(route, handler, from, frame, ask);
                requests.memory.settle(frame.correlation(), Computing.Inline.NOW, reply);
            } else {
                known(step, frame);
            }
        }
    }

    private <Q, A> Remembered answer(
            RouteEntry<Q, A> route,
            Handler<Q, A> handler,
            OpenSession from,
            LinkFrame.Request frame,
            Q ask) {
        Remembered reply;
        try {
            A answer = handler.answer(from.caller(), ask);
            return link.reply(frame, route.answers(), answer);
        } catch (Refusal refusal) {
            reply = Replies.of(refusal, link.turnNanos());
        } catch (Throwable thrown) { // whatever it is, the client gets an answer
            node.requestFailed(route, thrown);
            reply = Replies.of(ReplyStatus.FAILED, 0, "", link.turnNanos());
        }
        link.reply(frame.ref(), frame.correlation(), reply);
        return reply;
    }

    private <Q, A> void away(
            RouteEntry<Q, A> route, OpenSession from, LinkFrame.Request frame, Q ask) {
        SessionRequests requests = from.requests(node.sessions());
        long now = link.turnNanos();
        Call.Source source = new Call.Source(link, frame.ref());
        Call<Q, A> call =
                new Call<>(
                        route,
                        new Call.Origin(node, from.caller(), requests, source),
                        ask,
                        frame.correlation(),
                        now + route.deadlineNanos(frame.deadlineMillis()));
        synchronized (requests) {
            Step<Computing> step =
                    requests.memory.admit(
                            frame.correlation(), frame.retry(), route.isIdempotent(), call, now);
            if (!(step instanceof Step.Run)) {
                known(step, frame);
                return;
            }
        }
        begin(route, from, ask, call);
    }

    private <Q, A> void begin(RouteEntry<Q, A> route, OpenSession from, Q ask, Call<Q, A> call) {
        switch (route.action()) {
            case RouteEntry.Action.Blocking<Q, A>(var _, var places) -> {
                if (!places.tryAcquire()) {
                    node.counters().busyRequests.increment();
                    call.answer(ReplyStatus.BUSY, BUSY_RETRY_MILLIS, "too many requests");
                    return;
                }
                watch(call);
                starting.add(call);
            }
            case RouteEntry.Action.Later<Q, A>(var beginning) -> {
                watch(call);
                beginning.begin(from.caller(), ask, call);
            }
            case RouteEntry.Action.Inline<Q, A> _ -> throw new AssertionError("not inline");
        }
    }

    /**
     * Starts what came since it was last called. One thread starts the others: a thread that is
     * started from the event loop may take the CPU from it, and would do so for each.
     */
    void start() {
        if (starting.isEmpty()) {
            return;
        }
        List<Call<?, ?>> calls = starting;
        starting = new ArrayList<>(calls.size());
        try {
            node.blocking().execute(() -> startAll(calls));
        } catch (RejectedExecutionException closing) {
            calls.forEach(Call::refuse);
        }
    }

    private void startAll(List<Call<?, ?>> calls) {
        for (Call<?, ?> call : calls.subList(1, calls.size())) {
            try {
                node.blocking().execute(call);
            } catch (RejectedExecutionException closing) {
                call.refuse();
            }
        }
        calls.getFirst().run();
    }

    /** A request that is not run. The session's monitor is held. */
    private void known(Step<Computing> step, LinkFrame.Request frame) {
        switch (step) {
            case Step.Answer<Computing>(Remembered reply) -> {
                node.counters().remembered.increment();
                link.reply(frame.ref(), frame.correlation(), reply);
            }
            case Step.Join<Computing>(Computing computing) ->
                    computing.join(new Call.Source(link, frame.ref()));
            case Step.Busy<Computing> _ -> {
                node.counters().busyRequests.increment();
                String text = "too many requests of this session";
                link.reply(
                        frame.ref(),
                        frame.correlation(),
                        Replies.of(ReplyStatus.BUSY, BUSY_RETRY_MILLIS, text, link.turnNanos()));
            }
            case Step.Run<Computing> _ -> throw new AssertionError("it is run");
        }
    }

    /** The client does not want that answer any more. */
    void cancel(OpenSession from, int correlation) {
        SessionRequests requests = from.requests(node.sessions());
        Computing computing;
        synchronized (requests) {
            computing = requests.memory.computing(correlation);
        }
        if (computing != null) {
            computing.interrupt(ReplyStatus.CANCELLED);
        }
    }

    private void watch(Call<?, ?> call) {
        underWay.add(call);
        if (sweep == null) {
            sweep = loop.after(SWEEP_NANOS, this::sweep);
        }
    }

    private void sweep() {
        long now = loop.nanos();
        underWay.removeIf(call -> call.isOver() || isLate(call, now));
        sweep = underWay.isEmpty() ? null : loop.after(SWEEP_NANOS, this::sweep);
    }

    private boolean isLate(Call<?, ?> call, long now) {
        if (now - call.deadlineNanos() < 0) {
            return false;
        }
        node.counters().lateRequests.increment();
        call.interrupt(ReplyStatus.DEADLINE);
        return true;
    }
}
