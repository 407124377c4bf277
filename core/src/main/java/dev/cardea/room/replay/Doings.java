package dev.cardea.room.replay;

import dev.cardea.room.loop.RoomLoop;
import dev.cardea.session.Delivery;
import dev.cardea.session.SessionId;
import dev.cardea.store.Holder;
import dev.cardea.store.Move;
import dev.cardea.store.Operation;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A running hash of all that a room does to the outside. Confined to the room. */
final class Doings {
    private static final int SENT = 1;
    private static final int BROADCAST = 2;
    private static final int KICKED = 3;
    private static final int CLOSED = 4;
    private static final int CONSULTED = 5;
    private static final int SETTLING = 6;

    private final Digest digest = new Digest();
    private boolean news;

    void said(@Nullable SessionId to, Delivery delivery, ByteBuf body) {
        begin(to == null ? BROADCAST : SENT);
        if (to != null) {
            session(to);
        }
        switch (delivery) {
            case Delivery.Reliable _ -> digest.add(-1);
            case Delivery.Unreliable _ -> digest.add(-2);
            case Delivery.Latest(long key) -> digest.add(key);
        }
        digest.add(body);
    }

    void kicked(SessionId member, String why) {
        begin(KICKED);
        session(member);
        digest.add(why);
    }

    void settling(String key, Operation operation) {
        begin(SETTLING);
        digest.add(key).add(operation.reason());
        for (Move move : operation.moves()) {
            holder(move.from());
            holder(move.to());
            digest.add(move.unit()).add(move.amount());
        }
    }

    private void holder(Holder holder) {
        digest.add(holder instanceof Holder.Player ? 1 : 0).add(holder.name());
    }

    /** What follows from an event is done. */
    void done(RoomLoop<?, ?, ?> loop) {
        if (loop.closed()) {
            String why = loop.closedItself();
            begin(CLOSED);
            digest.add(why == null ? "" : why);
        }
    }

    void consulted(Entry.Question question, String about) {
        begin(CONSULTED);
        digest.add(question.name()).add(about);
    }

    private void begin(int what) {
        news = true;
        digest.add(what);
    }

    private void session(SessionId session) {
        digest.add(session.high()).add(session.low());
    }

    /** Whether anything was done since the last time that this was asked. */
    boolean takeNews() {
        boolean had = news;
        news = false;
        return had;
    }

    long hash() {
        return digest.hash();
    }
}
