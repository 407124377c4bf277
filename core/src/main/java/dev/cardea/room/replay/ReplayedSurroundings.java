package dev.cardea.room.replay;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;
import dev.cardea.room.loop.OwnerPlan;
import dev.cardea.room.loop.Surroundings;
import dev.cardea.session.Delivery;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Takes what a replayed room does, and does none of it. For one thread. */
final class ReplayedSurroundings<O> implements Surroundings<O> {
    /** How much of what is said at one event is kept for a report. */
    private static final int TEXTS_MAX = 8;

    final Doings doings = new Doings();
    final ReplayedOutside outside = new ReplayedOutside(doings);
    private final OwnerPlan<?, O, ?> plan;
    private final int messageBytesMax;
    private final ByteBuf scratch = Unpooled.buffer();
    private final List<String> texts = new ArrayList<>();

    ReplayedSurroundings(OwnerPlan<?, O, ?> plan, int messageBytesMax) {
        this.plan = plan;
        this.messageBytesMax = messageBytesMax;
    }

    /** What was done at this event, in words. */
    List<String> texts() {
        return texts;
    }

    private void note(String text, Object what) {
        if (texts.size() < TEXTS_MAX) {
            texts.add(text + what);
        }
    }

    @Override
    public void send(SessionId to, O message, Delivery delivery) {
        doings.said(to, delivery, plan.body(message, scratch(), messageBytesMax));
        note("sends to one: ", message);
    }

    @Override
    public void broadcast(O message, Delivery delivery) {
        doings.said(null, delivery, plan.body(message, scratch(), messageBytesMax));
        note("says to all: ", message);
    }

    @Override
    public void kick(SessionId member, String why) {
        doings.kicked(member, why);
        note("kicks: ", why);
    }

    /** What became of it is in the recording. */
    @Override
    public void settle(String key, Operation operation) {
        doings.settling(key, operation);
        note("settles " + key + ": ", operation);
    }

    /** What came of it is in the recording. */
    @Override
    public Aside ask(long ask, Callable<?> work) {
        return () -> {};
    }

    @Override
    public ByteBuf scratch() {
        return scratch.clear();
    }

    @Override
    public Rooms rooms() {
        return outside;
    }

    @Override
    public Agents agents() {
        return outside;
    }
}
