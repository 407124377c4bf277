package dev.cardea.room.loop;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;
import dev.cardea.session.Delivery;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.Seat;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.GoneReason;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What a room does, done to its stream and its host, and noted. Confined to the room. */
final class OwnerSurroundings<O> implements Surroundings<O> {
    private final OwnerPlan<?, O, ?> plan;
    private final OwnerStream stream;
    private final Host host;

    /** Null if nobody wants to replay the room. */
    private @Nullable Recorder recorder;

    OwnerSurroundings(OwnerPlan<?, O, ?> plan, OwnerStream stream, Host host) {
        this.plan = plan;
        this.stream = stream;
        this.host = host;
    }

    void record(@Nullable Recorder with) {
        recorder = with;
    }

    @Override
    public void send(SessionId to, O message, Delivery delivery) {
        Seat seat = stream.seatOf(to);
        if (seat != null) {
            ByteBuf body = body(message);
            if (recorder != null) {
                recorder.said(to, delivery, body);
            }
            stream.send(seat, delivery, body);
        }
    }

    @Override
    public void broadcast(O message, Delivery delivery) {
        ByteBuf body = body(message);
        if (recorder != null) {
            recorder.said(null, delivery, body);
        }
        stream.broadcast(delivery, body);
    }

    private ByteBuf body(O message) {
        return plan.body(message, host.scratch(), host.messageBytesMax());
    }

    @Override
    public void kick(SessionId member, String why) {
        if (recorder != null) {
            recorder.kicked(member, why);
        }
        Seat seat = stream.seatOf(member);
        if (seat == null) {
            return;
        }
        if (plan.entry() == OwnerPlan.Entry.BY_ATTACH) {
            stream.kick(seat, CloseCode.LOGGED_IN_ELSEWHERE, why);
        }
        stream.end(seat, GoneReason.KICKED, why);
    }

    @Override
    public @Nullable Aside ask(long ask, Callable<?> work) {
        return host.ask(ask, work);
    }

    @Override
    public void settle(String key, Operation operation) {
        if (recorder != null) {
            recorder.settling(key, operation);
        }
        host.settle(key, operation);
    }

    @Override
    public ByteBuf scratch() {
        return host.scratch();
    }

    @Override
    public Rooms rooms() {
        return recorder == null ? host.rooms() : recorder.rooms(host.rooms());
    }

    @Override
    public Agents agents() {
        return recorder == null ? host.agents() : recorder.agents(host.agents());
    }
}
