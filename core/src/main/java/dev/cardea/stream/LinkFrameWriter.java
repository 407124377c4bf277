package dev.cardea.stream;

import dev.cardea.session.Delivery;
import dev.cardea.session.Position;
import dev.cardea.wire.FrameBounds;
import dev.cardea.wire.Utf8;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;

/** Heads and fields of {@link LinkFrame}s to bytes. Stateless. */
final class LinkFrameWriter {
    private LinkFrameWriter() {}

    static void write(LinkFrame frame, ByteBuf out) {
        switch (frame) {
            case LinkFrame.Input f -> {
                head(out, LinkFrameType.INPUT, f.ref(), f.ownerRef());
                out.writeBoolean(f.base()).writeByte(f.seat()).writeInt(f.n());
            }
            case LinkFrame.Request f -> {
                head(out, LinkFrameType.REQUEST, f.ref());
                out.writeInt(f.correlation()).writeBoolean(f.retry());
                Varint.writeInt(out, f.deadlineMillis());
                Varint.writeInt(out, f.route());
            }
            case LinkFrame.Reply f -> {
                head(out, LinkFrameType.REPLY, f.ref());
                out.writeInt(f.correlation()).writeShort(f.status());
                Varint.writeInt(out, f.retryAfterMillis());
            }
            case LinkFrame.Event f -> {
                head(out, LinkFrameType.EVENT, f.ownerRef(), f.to());
                out.writeLong(f.prev()).writeLong(f.seq());
            }
            case LinkFrame.Patch f -> {
                head(out, LinkFrameType.PATCH, f.ownerRef(), f.to());
                out.writeBoolean(f.replay()).writeBoolean(f.more());
                out.writeLong(f.prev()).writeLong(f.seq());
                Varint.writeLong(out, f.tick());
            }
            case LinkFrame.Passing f -> passing(f, out);
            case LinkFrame.Applied f -> {
                head(out, LinkFrameType.APPLIED, f.ref(), f.ownerRef());
                out.writeByte(f.seat()).writeInt(f.n());
            }
            case LinkFrame.Replay f -> {
                head(out, LinkFrameType.REPLAY, f.ref(), f.ownerRef());
                out.writeLong(f.prev()).writeLong(f.seq());
            }
            case LinkFrame.State f -> {
                head(out, LinkFrameType.STATE, f.ref(), f.ownerRef());
                out.writeBoolean(f.last()).writeLong(f.seq());
            }
            case LinkFrame.Open f -> open(f, out);
            case LinkFrame.Attach f -> attach(f, out);
            case LinkFrame.Attached f -> attached(f, out);
            case LinkFrame.Gone f -> gone(f, out);
            case LinkFrame.Kick f -> {
                head(out, LinkFrameType.KICK, f.ref());
                out.writeShort(f.code());
                Utf8.writeRest(out, f.text(), FrameBounds.CLOSE_TEXT_BYTES_MAX);
            }
            case LinkFrame.Synced f -> {
                head(out, LinkFrameType.SYNCED, f.ref(), f.ownerRef());
                Varint.writeInt(out, f.attachId());
            }
            case LinkFrame.End f ->
                    head(out, LinkFrameType.END, f.ownerRef()).writeBoolean(f.moved());
            case LinkFrame.Cancel f ->
                    head(out, LinkFrameType.CANCEL, f.ref()).writeInt(f.correlation());
            case LinkFrame.Shut f -> head(out, LinkFrameType.SHUT, f.ref());
            case LinkFrame.Superseded f -> head(out, LinkFrameType.SUPERSEDED, f.ref());
            case LinkFrame.Detach f -> head(out, LinkFrameType.DETACH, f.ref(), f.ownerRef());
            case LinkFrame.Again f -> head(out, LinkFrameType.AGAIN, f.ref(), f.ownerRef());
        }
    }

    private static ByteBuf head(ByteBuf out, int type, int ref) {
        out.writeByte(type);
        Varint.writeInt(out, ref);
        return out;
    }

    private static void head(ByteBuf out, int type, int ref, int secondRef) {
        head(out, type, ref);
        Varint.writeInt(out, secondRef);
    }

    private static void passing(LinkFrame.Passing f, ByteBuf out) {
        switch (f.delivery()) {
            case Delivery.Latest(long key) -> {
                head(out, LinkFrameType.LATEST, f.ownerRef(), f.to());
                Varint.writeLong(out, key);
                out.writeShort(f.number());
            }
            case Delivery.Unreliable() -> head(out, LinkFrameType.UNRELIABLE, f.ownerRef(), f.to());
            case Delivery.Reliable() ->
                    throw new IllegalArgumentException("reliable messages are on the stream");
        }
    }

    private static void open(LinkFrame.Open f, ByteBuf out) {
        head(out, LinkFrameType.OPEN, f.ref());
        out.writeLong(f.session().high()).writeLong(f.session().low()).writeInt(f.attempt());
        Utf8.write(out, f.who().account());
        Utf8.write(out, f.who().name());
    }

    private static void attach(LinkFrame.Attach f, ByteBuf out) {
        head(out, LinkFrameType.ATTACH, f.ref(), f.attachId());
        Position position = f.position();
        Utf8.write(out, f.owner());
        out.writeLong(position.epoch()).writeBoolean(position.held());
        if (position.held()) {
            Varint.writeInt(out, position.seat());
            out.writeLong(position.seq());
        }
    }

    private static void attached(LinkFrame.Attached f, ByteBuf out) {
        head(out, LinkFrameType.ATTACHED, f.ref(), f.ownerRef());
        Varint.writeInt(out, f.attachId());
        out.writeBoolean(f.fresh());
        Utf8.write(out, f.owner());
        out.writeLong(f.epoch());
        Varint.writeInt(out, f.seat());
        out.writeLong(f.seq()).writeInt(f.applied()).writeLong(f.schema());
        Varint.writeLong(out, f.tick());
        Varint.writeInt(out, f.tickRate());
        out.writeLong(f.chain());
    }

    private static void gone(LinkFrame.Gone f, ByteBuf out) {
        head(out, LinkFrameType.GONE, f.ref(), f.attachId());
        Utf8.write(out, f.owner());
        out.writeShort(f.reason());
        Utf8.writeRest(out, f.text(), FrameBounds.CLOSE_TEXT_BYTES_MAX);
    }
}
