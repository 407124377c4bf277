package dev.cardea.stream;

import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.wire.FrameBounds;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.MalformedException.Kind;
import dev.cardea.wire.Utf8;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;

/** Bytes to heads and fields of {@link LinkFrame}s. Stateless. */
final class LinkFrameReader {
    private LinkFrameReader() {}

    static LinkFrame read(ByteBuf in) {
        try {
            LinkFrame frame = readHead(in);
            if (in.isReadable() && !hasBody(frame)) {
                throw MalformedException.of(Kind.TRAILING_BYTES);
            }
            return frame;
        } catch (IndexOutOfBoundsException | IllegalArgumentException cut) {
            // Only a node or gateway of ours is at the other end, so the cost does not matter.
            throw MalformedException.of(Kind.TRUNCATED);
        }
    }

    private static boolean hasBody(LinkFrame frame) {
        return switch (frame) {
            case LinkFrame.Input _,
                    LinkFrame.Request _,
                    LinkFrame.Reply _,
                    LinkFrame.Event _,
                    LinkFrame.Patch _,
                    LinkFrame.Passing _,
                    LinkFrame.Replay _,
                    LinkFrame.State _ ->
                    true;
            default -> false;
        };
    }

    private static LinkFrame readHead(ByteBuf in) {
        int type = in.readUnsignedByte();
        int ref = Varint.readInt(in);
        return type < LinkFrameType.ATTACHED ? fromGateway(type, ref, in) : fromNode(type, ref, in);
    }

    private static LinkFrame fromGateway(int type, int ref, ByteBuf in) {
        return switch (type) {
            case LinkFrameType.INPUT ->
                    new LinkFrame.Input(
                            ref,
                            Varint.readInt(in),
                            in.readBoolean(),
                            in.readUnsignedByte(),
                            in.readInt());
            case LinkFrameType.REQUEST ->
                    new LinkFrame.Request(
                            ref,
                            in.readInt(),
                            in.readBoolean(),
                            Varint.readInt(in),
                            Varint.readInt(in));
            case LinkFrameType.OPEN -> open(ref, in);
            case LinkFrameType.SHUT -> new LinkFrame.Shut(ref);
            case LinkFrameType.ATTACH ->
                    new LinkFrame.Attach(ref, Varint.readInt(in), owner(in), position(in));
            case LinkFrameType.DETACH -> new LinkFrame.Detach(ref, Varint.readInt(in));
            case LinkFrameType.CANCEL -> new LinkFrame.Cancel(ref, in.readInt());
            default -> throw MalformedException.of(Kind.UNKNOWN_ID);
        };
    }

    private static LinkFrame fromNode(int type, int ref, ByteBuf in) {
        return switch (type) {
            case LinkFrameType.EVENT ->
                    new LinkFrame.Event(ref, Varint.readInt(in), in.readLong(), in.readLong());
            case LinkFrameType.PATCH ->
                    new LinkFrame.Patch(
                            ref,
                            Varint.readInt(in),
                            in.readBoolean(),
                            in.readBoolean(),
                            in.readLong(),
                            in.readLong(),
                            Varint.readLong(in));
            case LinkFrameType.REPLY ->
                    new LinkFrame.Reply(
                            ref, in.readInt(), in.readUnsignedShort(), Varint.readInt(in));
            case LinkFrameType.APPLIED ->
                    new LinkFrame.Applied(
                            ref, Varint.readInt(in), in.readUnsignedByte(), in.readInt());
            case LinkFrameType.LATEST -> latest(ref, in);
            case LinkFrameType.UNRELIABLE ->
                    new LinkFrame.Passing(ref, Varint.readInt(in), Delivery.UNRELIABLE, 0);
            case LinkFrameType.REPLAY ->
                    new LinkFrame.Replay(ref, Varint.readInt(in), in.readLong(), in.readLong());
            case LinkFrameType.STATE ->
                    new LinkFrame.State(ref, Varint.readInt(in), in.readBoolean(), in.readLong());
            case LinkFrameType.ATTACHED -> attached(ref, in);
            case LinkFrameType.SYNCED -> synced(ref, in);
            case LinkFrameType.SUPERSEDED -> new LinkFrame.Superseded(ref);
            case LinkFrameType.AGAIN -> new LinkFrame.Again(ref, Varint.readInt(in));
            case LinkFrameType.GONE ->
                    new LinkFrame.Gone(
                            ref, Varint.readInt(in), owner(in), in.readUnsignedShort(), text(in));
            case LinkFrameType.END -> new LinkFrame.End(ref, in.readBoolean());
            case LinkFrameType.KICK -> new LinkFrame.Kick(ref, in.readUnsignedShort(), text(in));
            default -> throw MalformedException.of(Kind.UNKNOWN_ID);
        };
    }

    private static LinkFrame open(int ref, ByteBuf in) {
        SessionId session = new SessionId(in.readLong(), in.readLong());
        int attempt = in.readInt();
        String account = Utf8.read(in, FrameBounds.NAME_BYTES_MAX);
        String name = Utf8.read(in, FrameBounds.NAME_BYTES_MAX);
        return new LinkFrame.Open(ref, session, attempt, new Identity(account, name));
    }

    private static LinkFrame latest(int ref, ByteBuf in) {
        int to = Varint.readInt(in);
        long key = Varint.readLong(in);
        return new LinkFrame.Passing(ref, to, Delivery.latest(key), in.readUnsignedShort());
    }

    private static LinkFrame synced(int ref, ByteBuf in) {
        int ownerRef = Varint.readInt(in);
        return new LinkFrame.Synced(ref, Varint.readInt(in), ownerRef);
    }

    private static LinkFrame attached(int ref, ByteBuf in) {
        int ownerRef = Varint.readInt(in);
        int attachId = Varint.readInt(in);
        return new LinkFrame.Attached(
                ref,
                attachId,
                ownerRef,
                in.readBoolean(),
                owner(in),
                in.readLong(),
                Varint.readInt(in),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                Varint.readLong(in),
                Varint.readInt(in),
                in.readLong());
    }

    private static Position position(ByteBuf in) {
        long epoch = in.readLong();
        if (!in.readBoolean()) {
            return Position.none(epoch);
        }
        return Position.at(epoch, Varint.readInt(in), in.readLong());
    }

    private static String owner(ByteBuf in) {
        return Utf8.read(in, FrameBounds.OWNER_BYTES_MAX);
    }

    private static String text(ByteBuf in) {
        return Utf8.readRest(in, FrameBounds.CLOSE_TEXT_BYTES_MAX);
    }
}
