package dev.cardea.server.node;

import dev.cardea.service.Caller;
import dev.cardea.service.Handler;
import dev.cardea.service.Refusal;
import dev.cardea.service.RequestMemory.Remembered;
import dev.cardea.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * One request being computed away from the event loop. Whoever settles it first answers it: its
 * handler, its deadline or its client's CANCEL. Safe from any thread.
 */
final class Call<Q, A> implements Computing, Runnable {
    private final Node node;
    private final RouteEntry<Q, A> route;
    private final Caller caller;
    private final Q ask;
    private final SessionRequests requests;
    private final int correlation;
    private final long deadlineNanos;

    /** Where the answer goes: whence the newest copy came. Guarded by {@link #requests}. */
    private Source source;

    /** Runs the handler now. Guarded by this. */
    private @Nullable Thread thread;

    /** Settled: the handler need not begin, or go on. Guarded by this. */
    private boolean over;

    /** A connection on a link. */
    record Source(NodeLink link, int ref) {}

    /** What a call is made of, but for its request. */
    record Origin(Node node, Caller caller, SessionRequests requests, Source source) {}

    Call(RouteEntry<Q, A> route, Origin origin, Q ask, int correlation, long deadlineNanos) {
        this.route = route;
        this.node = origin.node();
        this.caller = origin.caller();
        this.requests = origin.requests();
        this.source = origin.source();
        this.ask = ask;
        this.correlation = correlation;
        this.deadlineNanos = deadlineNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether it is answered. */
    synchronized boolean isOver() {
        return over;
    }

    @Override
    public void join(Source newest) {
        source = newest;
    }

    /** The handler's turn, on a thread of its own. */
    @Override
    public void run() {
        if (route.action() instanceof RouteEntry.Action.Blocking<Q, A>(var handler, var places)) {
            try {
                if (begin()) {
                    settle(call(handler));
                }
            } finally {
                places.release();
            }
        }
    }

    private Remembered call(Handler<Q, A> handler) {
        try {
            A answer = handler.answer(caller, ask);
            return reply(answer);
        } catch (Throwable thrown) { // whatever it is, the client gets an answer
            return failed(thrown);
        } finally {
            end();
        }
    }

    private Remembered reply(A answer) {
        int bytesMax = node.limits().bodyBytesMax();
        return Replies.of(route.answers(), answer, bytesMax, node.workers().nanos());
    }

    private Remembered failed(Throwable thrown) {
        long now = node.workers().nanos();
        if (thrown instanceof Refusal refusal) {
            return Replies.of(refusal, now);
        }
        if (!isOver()) {
            node.requestFailed(route, thrown);
        }
        return Replies.of(ReplyStatus.FAILED, 0, "", now);
    }

    private synchronized boolean begin() {
        thread = Thread.currentThread();
        return !over;
    }

    private synchronized void end() {
        thread = null;
    }

    /** There is no thread for it: the server stops. */
    void refuse() {
        if (route.action() instanceof RouteEntry.Action.Blocking<Q, A>(_, var places)) {
            places.release();
        }
        answer(ReplyStatus.UNAVAILABLE, 0, "the server stops");
    }

    /** Answers with {@code answer}. */
    void answer(A answer) {
        try {
            settle(reply(answer));
        } catch (RuntimeException unspeakable) {
            settle(failed(unspeakable));
        }
    }

    /** Answers with a text. */
    void answer(int status, int retryAfterMillis, String text) {
        settle(Replies.of(status, retryAfterMillis, text, node.workers().nanos()));
    }

    @Override
    public void interrupt(int status) {
        if (settle(Replies.of(status, 0, "", node.workers().nanos()))) {
            interruptThread();
        }
    }

    private synchronized void interruptThread() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private boolean settle(Remembered reply) {
        Source to;
        synchronized (requests) {
            if (!requests.memory.settle(correlation, this, reply)) {
                return false;
            }
            to = source;
        }
        synchronized (this) {
            over = true;
        }
        to.link().post(to.ref(), correlation, reply);
        return true;
    }
}
