package dev.cardea.room.table;

import dev.cardea.room.TableType;
import dev.cardea.session.Identity;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerLink;
import dev.cardea.stream.OwnerStream;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/** One member on links of its own, gateway and client in one. Confined to the test. */
final class Spectator {
    final ReplicaSet replicas;

    /** Keys of all rows that it ever had of the second table. */
    final Set<Long> everHad = new TreeSet<>();

    /** What was said and heard; a fresh attach forgets it. */
    final List<Integer> heard = new ArrayList<>();

    int fresh;
    int recovered;
    int pieces;
    boolean live;
    private final OwnerStream stream;
    private final int number;
    private final TableType<?> second;
    private final Queue<ByteBuf> unread = new ArrayDeque<>();
    private Link link = new Link();
    private Position position = Position.NEW;
    private boolean attached;
    private int attachIds;

    Spectator(OwnerStream stream, int number, List<TableType<?>> types) {
        this.stream = stream;
        this.number = number;
        this.second = types.get(1);
        this.replicas = new ReplicaSet(types);
    }

    /** The link as the owner sees it. */
    private final class Link implements OwnerLink {
        private final ByteBuf batch = Unpooled.buffer();

        @Override
        public ByteBuf batch() {
            return batch;
        }

        @Override
        public void flush() {
            while (batch.isReadable()) {
                int end = Records.enter(batch);
                unread.add(batch.readBytes(batch.readableBytes()));
                Records.leave(batch, end);
            }
        }

        @Override
        public boolean writable() {
            return true;
        }
    }

    boolean attached() {
        return attached;
    }

    void reserve() {
        stream.reserve(session(), who());
    }

    private SessionId session() {
        return new SessionId(1, number);
    }

    private Identity who() {
        return new Identity("a" + number, "a" + number);
    }

    void attach() {
        reserve();
        attachIds++;
        attached = true;
        stream.attach(
                link,
                1,
                new LinkFrame.Open(1, session(), attachIds, who()),
                new LinkFrame.Attach(1, attachIds, "world/one", position));
    }

    /** The link breaks: what was not read is lost. */
    void cut() {
        stream.linkLost(link);
        link = new Link();
        unread.clear();
        attached = false;
        live = false;
    }

    /** Reads up to so many frames. */
    void read(int frames) {
        for (int i = 0; i < frames && !unread.isEmpty(); i++) {
            ByteBuf frame = unread.remove();
            take(LinkFrame.read(frame), frame);
        }
    }

    private void take(LinkFrame frame, ByteBuf body) {
        switch (frame) {
            case LinkFrame.Attached f -> {
                if (f.fresh()) {
                    fresh++;
                    position = Position.none(f.epoch());
                    heard.clear();
                    replicas.clear();
                } else {
                    recovered++;
                }
                seat = f.seat();
            }
            case LinkFrame.State f -> {
                apply(body);
                if (f.last()) {
                    position = Position.at(stream.epoch(), seat, f.seq());
                }
            }
            case LinkFrame.Patch f -> {
                apply(body);
                pieces += f.more() ? 1 : 0;
                if (!f.more()) {
                    move(f.seq());
                }
            }
            case LinkFrame.Event f -> hear(body, f.seq());
            case LinkFrame.Replay f -> hear(body, f.seq());
            case LinkFrame.Synced _ -> live = true;
            case LinkFrame.Again _ -> {
                live = false;
                attached = false;
            }
            default -> throw new AssertionError("not expected: " + frame);
        }
    }

    private void apply(ByteBuf body) {
        replicas.apply(body);
        replicas.of(second).forEach((key, row) -> everHad.add(key));
    }

    private int seat;

    private void hear(ByteBuf body, long seq) {
        heard.add(body.readInt());
        move(seq);
    }

    private void move(long seq) {
        if (seq <= position.seq()) {
            throw new AssertionError("a step back, from " + position.seq() + " to " + seq);
        }
        position = Position.at(stream.epoch(), seat, seq);
    }
}
