package dev.cardea.client.engine;

import dev.cardea.net.Loop;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.FrameBounds;
import dev.cardea.wire.ReplyStatus;
import dev.cardea.wire.Utf8;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The rooms of a session, joined or being joined. Confined to the session's loop. */
final class Memberships {
    /** Rooms of a session at one time: all its streams but the agent's. */
    static final int ROOMS_MAX = FrameBounds.STREAMS_MAX - 1;

    /** The route of the service that gives seats, {@code rooms.join}. */
    static final int ROUTE_JOIN = 1;

    /** The route of the service that gives spectators' seats, {@code rooms.watch}. */
    static final int ROUTE_WATCH = 7;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int AGAIN_MILLIS_MAX = 1000;

    private final Loop loop;
    private final RandomGenerator random;
    private final ClientStreams streams;
    private final ClientRequests requests;
    private final StreamAttacher attacher;
    private final List<Membership> all = new ArrayList<>(2);

    Memberships(ClientSession.Parts parts, StreamAttacher attacher) {
        this.loop = parts.loop();
        this.random = parts.random();
        this.streams = parts.streams();
        this.requests = parts.requests();
        this.attacher = attacher;
    }

    /** Asks the owner of a stream for it, now if there is a connection. */
    interface StreamAttacher {
        void attach(ClientStream stream);
    }

    /**
     * What is joined or watched.
     *
     * @param route {@link #ROUTE_JOIN} or {@link #ROUTE_WATCH}
     * @param type the room type's name
     * @param key which room of that type
     * @param options for the room, in the form that its type defines; empty for none
     * @param timeoutNanos how long the answer may take
     */
    record Join(
            int route,
            String type,
            String key,
            Bytes options,
            long timeoutNanos,
            MemberHandler handler) {}

    Membership join(Join join) {
        Membership membership = new Membership(this, join);
        all.add(membership);
        if (all.size() > ROOMS_MAX) {
            membership.refuse(ReplyStatus.CONFLICT, "a member of too many rooms");
        } else {
            membership.reserve();
        }
        return membership;
    }

    void askForSeat(Join join, ReplyHandler handler) {
        Bytes body = body(join);
        if (!requests.reserve(body.size())) {
            handler.onReply(ReplyStatus.BUSY, 0, Unpooled.EMPTY_BUFFER);
            return;
        }
        requests.ask(new ClientRequests.Ask(join.route(), body, join.timeoutNanos(), handler));
    }

    private static Bytes body(Join join) {
        ByteBuf out = Unpooled.buffer();
        Utf8.write(out, join.type());
        Utf8.write(out, join.key());
        Varint.writeInt(out, join.options().size());
        join.options().writeTo(out);
        return Bytes.of(out);
    }

    /** The owner that the answer names. */
    String readOwner(ByteBuf body) {
        return Utf8.read(body, FrameBounds.OWNER_BYTES_MAX);
    }

    void attach(ClientStream stream) {
        attacher.attach(stream);
    }

    /** Runs {@code again} when it may have a better answer. */
    void later(int retryAfterMillis, Runnable again) {
        long millis =
                retryAfterMillis > 0
                        ? Math.min(retryAfterMillis, Backoff.RETRY_AFTER_MILLIS_MAX)
                        : random.nextInt(AGAIN_MILLIS_MAX);
        loop.after(millis * NANOS_PER_MILLI, again);
    }

    /** Runs {@code task} on the loop: at once if this is it. */
    void run(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    ClientStreams streams() {
        return streams;
    }

    void ended(Membership membership) {
        all.remove(membership);
    }

    void gone(Frame.Gone frame) {
        ClientStream stream = streams.owned(frame.owner());
        if (stream != null) {
            stream.handler().onGone(frame);
        }
    }

    /** Every room is left, in order after what was sent to it. */
    void leaveAll() {
        List.copyOf(all).forEach(Membership::leave);
    }

    /** The session ended. */
    void closed(String why) {
        List.copyOf(all).forEach(membership -> membership.sessionClosed(why));
    }
}
