package dev.cardea.server.gateway;

import dev.cardea.session.Delivery;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames of the node: to whom they go, and whether they count (R2, R5, R6, R9). Confined to the
 * loop.
 *
 * <p>What many get is encoded once. Short records are copied into each connection's buffer, which
 * makes one write of a turn's records; long ones are shared.
 */
final class Downlink {
    /** Records longer than that are shared rather than copied. */
    private static final int COPY_BYTES_MAX = 2048;

    /** In place of a number: what is forwarded moves no position. */
    private static final long UNMOVED = -1;

    private final GatewayLoop loop;

    Downlink(GatewayLoop loop) {
        this.loop = loop;
    }

    /** Reads whole records. */
    void read(ByteBuf records) {
        while (records.isReadable()) {
            int end = Records.enter(records);
            frame(LinkFrame.read(records), records);
            Records.leave(records, end);
        }
    }

    private void frame(LinkFrame frame, ByteBuf body) {
        switch (frame) {
            case LinkFrame.Event event -> event(event, body);
            case LinkFrame.Patch patch when patch.replay() -> patchReplay(patch, body);
            case LinkFrame.Patch patch -> patch(patch, body);
            case LinkFrame.Reply reply -> reply(reply, body);
            case LinkFrame.Applied applied -> applied(applied);
            case LinkFrame.Passing passing -> passing(passing, body);
            case LinkFrame.Replay replay -> replay(replay, body);
            case LinkFrame.State state -> state(state, body);
            case LinkFrame.Attached attached -> attached(attached);
            case LinkFrame.Synced synced -> synced(synced);
            case LinkFrame.Gone gone -> gone(gone);
            case LinkFrame.Again again -> again(again);
            case LinkFrame.End end -> end(end);
            case LinkFrame.Superseded superseded -> superseded(superseded);
            case LinkFrame.Kick kick -> kick(kick);
            default -> loop.metrics().count(GatewayCounter.STALE_FRAMES);
        }
    }

    // ---- messages ----

    private void event(LinkFrame.Event event, ByteBuf body) {
        OwnerChannel channel = following(event.ownerRef(), event.prev(), event.seq());
        if (channel != null) {
            Frame.Event frame = Frame.Event.reliable(channel.number(), (int) event.seq());
            ByteBuf record = loop.encode(frame, body);
            toLive(channel, event.to(), record, event.seq());
        }
    }

    private void patch(LinkFrame.Patch patch, ByteBuf body) {
        OwnerChannel channel = following(patch.ownerRef(), patch.prev(), patch.seq());
        if (channel != null) {
            ByteBuf record = loop.encode(patchFrame(patch, channel), body);
            toLive(channel, patch.to(), record, patch.more() ? UNMOVED : patch.seq());
        }
    }

    private static Frame.Patch patchFrame(LinkFrame.Patch patch, OwnerChannel channel) {
        return new Frame.Patch(channel.number(), patch.more(), (int) patch.seq(), patch.tick());
    }

    /** The channel of what is said there after {@code prev}; null if that does not follow. */
    private @Nullable OwnerChannel following(int ownerRef, long prev, long seq) {
        OwnerChannel channel = loop.owners().of(ownerRef);
        if (channel == null) {
            stale();
            return null;
        }
        if (!channel.follows(prev, seq)) {
            gap(channel);
            channel.restart(seq);
            return null;
        }
        return channel;
    }

    private void toLive(OwnerChannel channel, int to, ByteBuf record, long position) {
        if (to == 0) {
            toAll(channel, record, position);
            return;
        }
        ClientStream stream = live(channel, to);
        if (stream != null) {
            forward(stream, position);
            stream.holder().connection().reliable(record);
        }
    }

    private static void forward(ClientStream stream, long position) {
        if (position != UNMOVED) {
            stream.forwarded(position);
        }
    }

    /** A connection that is closed on the way leaves the list; from the end it does no harm. */
    private void toAll(OwnerChannel channel, ByteBuf record, long position) {
        List<ClientStream> streams = channel.streams();
        boolean share = record.readableBytes() > COPY_BYTES_MAX && streams.size() > 1;
        ByteBuf whole = share ? loop.shared(record) : record;
        for (int i = streams.size() - 1; i >= 0; i = Math.min(i, streams.size()) - 1) {
            ClientStream stream = streams.get(i);
            if (stream.isLive()) {
                forward(stream, position);
                GatewayConnection to = stream.holder().connection();
                if (share) {
                    to.shared(whole);
                } else {
                    to.reliable(whole);
                }
            }
        }
        if (share) {
            whole.release();
        }
    }

    private void passing(LinkFrame.Passing passing, ByteBuf body) {
        OwnerChannel channel = loop.owners().of(passing.ownerRef());
        if (channel == null) {
            stale();
            return;
        }
        Delivery how = passing.delivery();
        ByteBuf record =
                loop.encode(new Frame.Event(channel.number(), how, passing.number()), body);
        if (passing.to() != 0) {
            pass(live(channel, passing.to()), channel, how, record);
            return;
        }
        List<ClientStream> streams = channel.streams();
        for (int i = streams.size() - 1; i >= 0; i = Math.min(i, streams.size()) - 1) {
            if (streams.get(i).isLive()) {
                pass(streams.get(i), channel, how, record);
            }
        }
    }

    private static void pass(
            @Nullable ClientStream to, OwnerChannel channel, Delivery how, ByteBuf record) {
        if (to != null) {
            GatewayConnection connection = to.holder().connection();
            if (how instanceof Delivery.Latest(long key)) {
                connection.latest(channel.number(), key, record);
            } else {
                connection.unreliable(record);
            }
        }
    }

    private @Nullable ClientStream live(OwnerChannel channel, int ref) {
        ClientStream stream = attached(ref, channel.ownerRef());
        return stream != null && stream.isLive() ? stream : null;
    }

    private void replay(LinkFrame.Replay replay, ByteBuf body) {
        ClientStream stream = replayed(replay.ref(), replay.ownerRef(), replay.prev());
        OwnerChannel channel = stream == null ? null : stream.channel();
        if (stream != null && channel != null) {
            stream.forwarded(replay.seq());
            Frame.Event frame = Frame.Event.reliable(channel.number(), (int) replay.seq());
            stream.holder().connection().reliable(loop.encode(frame, body));
        }
    }

    private void patchReplay(LinkFrame.Patch patch, ByteBuf body) {
        ClientStream stream = replayed(patch.to(), patch.ownerRef(), patch.prev());
        OwnerChannel channel = stream == null ? null : stream.channel();
        if (stream != null && channel != null) {
            forward(stream, patch.more() ? UNMOVED : patch.seq());
            stream.holder().connection().reliable(loop.encode(patchFrame(patch, channel), body));
        }
    }

    /** The stream that is told what it missed after {@code prev}; null if that does not follow. */
    private @Nullable ClientStream replayed(int ref, int ownerRef, long prev) {
        ClientStream stream = attached(ref, ownerRef);
        if (stream == null) {
            stale();
            return null;
        }
        if (!stream.follows(prev)) {
            loop.metrics().count(GatewayCounter.GAPS);
            loop.need(stream);
            return null;
        }
        return stream;
    }

    private void state(LinkFrame.State state, ByteBuf body) {
        ClientStream stream = attached(state.ref(), state.ownerRef());
        OwnerChannel channel = stream == null ? null : stream.channel();
        if (stream == null || channel == null) {
            stale();
            return;
        }
        if (state.last()) {
            stream.stateEnded(state.seq());
        }
        Frame.State frame = new Frame.State(channel.number(), state.last(), state.seq());
        stream.holder().connection().reliable(loop.encode(frame, body));
    }

    private void applied(LinkFrame.Applied applied) {
        ClientStream stream = attached(applied.ref(), applied.ownerRef());
        OwnerChannel channel = stream == null ? null : stream.channel();
        if (stream == null || channel == null) {
            stale();
        } else {
            stream.holder()
                    .connection()
                    .send(new Frame.Applied(channel.number(), applied.seat(), applied.n()));
        }
    }

    private void reply(LinkFrame.Reply reply, ByteBuf body) {
        Open open = loop.open(reply.ref());
        if (open == null) {
            stale();
        } else {
            Frame.Reply frame =
                    new Frame.Reply(reply.correlation(), reply.status(), reply.retryAfterMillis());
            open.connection().reliable(loop.encode(frame, body));
        }
    }

    // ---- attachment ----

    private void attached(LinkFrame.Attached answer) {
        Open open = loop.open(answer.ref());
        ClientStream stream = open == null ? null : open.stream(answer.owner());
        if (open == null || stream == null || !stream.isAnswer(answer.attachId())) {
            stale();
            return;
        }
        if (stream.isOlder(answer.epoch())) {
            // A copy of the owner that has been replaced (R9); it stops when it sees our epoch.
            stale();
            loop.needLater(stream);
            return;
        }
        OwnerChannel channel = loop.owners().bind(answer, stream.isAgent(), loop.nanos());
        if (!channel.isAt(answer.chain())) {
            gap(channel);
            channel = loop.owners().bind(answer, stream.isAgent(), loop.nanos());
            channel.restart(answer.chain());
        }
        channel.add(stream);
        stream.attached(answer, channel);
        open.connection().send(attachedFrame(answer, stream, channel));
    }

    private Frame.Attached attachedFrame(
            LinkFrame.Attached answer, ClientStream stream, OwnerChannel channel) {
        String owner = stream.isAgent() ? "" : answer.owner();
        String type = answer.owner().substring(0, answer.owner().indexOf('/'));
        return new Frame.Attached(
                channel.number(),
                answer.fresh(),
                owner,
                type,
                answer.epoch(),
                answer.seat(),
                answer.seq(),
                answer.applied(),
                answer.schema(),
                answer.tick(),
                answer.tickRate(),
                loop.wallMicros());
    }

    private void synced(LinkFrame.Synced synced) {
        ClientStream stream = attached(synced.ref(), synced.ownerRef());
        if (stream != null && stream.attachId() == synced.attachId()) {
            stream.goLive();
        } else {
            stale();
        }
    }

    /** R6: what this link says of the owner is not whole; all its streams attach again. */
    private void gap(OwnerChannel channel) {
        loop.metrics().count(GatewayCounter.GAPS);
        for (ClientStream stream : List.copyOf(channel.streams())) {
            loop.need(stream);
        }
    }

    private void again(LinkFrame.Again again) {
        ClientStream stream = attached(again.ref(), again.ownerRef());
        if (stream == null) {
            stale();
        } else {
            loop.need(stream);
        }
    }

    /**
     * GONE with an attach id answers that ATTACH; without one it ends what is attached. While ASKED
     * the latter may speak of a membership before the one that is asked for, and the answer to
     * ATTACH will tell.
     */
    private void gone(LinkFrame.Gone gone) {
        Open open = loop.open(gone.ref());
        ClientStream stream = open == null ? null : open.stream(gone.owner());
        if (open != null
                && stream != null
                && (gone.attachId() == 0 ? stream.isOn() : stream.isAnswer(gone.attachId()))) {
            open.gone(stream, gone);
        } else {
            stale();
        }
    }

    private void end(LinkFrame.End end) {
        OwnerChannel channel = loop.owners().of(end.ownerRef());
        if (channel != null) {
            for (ClientStream stream : List.copyOf(channel.streams())) {
                loop.need(stream);
            }
        }
    }

    private void superseded(LinkFrame.Superseded superseded) {
        Open open = loop.open(superseded.ref());
        if (open == null) {
            stale();
        } else {
            open.connection().close(CloseCode.SUPERSEDED);
        }
    }

    private void kick(LinkFrame.Kick kick) {
        Open open = loop.open(kick.ref());
        if (open == null) {
            stale();
            return;
        }
        CloseCode known = CloseCode.of(kick.code());
        int flags = known == null ? 0 : known.flags();
        open.connection().close(new Frame.Close(kick.code(), flags, 0, kick.text()));
    }

    private @Nullable ClientStream attached(int ref, int ownerRef) {
        Open open = loop.open(ref);
        return open == null ? null : open.attachedTo(ownerRef);
    }

    private void stale() {
        loop.metrics().count(GatewayCounter.STALE_FRAMES);
    }
}
