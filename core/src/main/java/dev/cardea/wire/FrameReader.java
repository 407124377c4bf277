package dev.cardea.wire;

import dev.cardea.session.Delivery;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes to heads and fields of {@link Frame}s. Stateless. */
final class FrameReader {
    private FrameReader() {}

    static Frame read(ByteBuf in) {
        need(in, 1);
        int head = in.readUnsignedByte();
        int type = head >>> 4;
        int low = head & 0x0F;
        if (type == FrameType.EVENT) {
            return event(in, low);
        }
        if (low == 0) {
            return plain(in, type);
        }
        if (head == FrameType.EXTENDED) {
            return whole(in, extended(in));
        }
        throw MalformedException.of(Kind.RESERVED);
    }

    private static Frame plain(ByteBuf in, int type) {
        return switch (type) {
            case FrameType.INPUT -> input(in);
            case FrameType.REQUEST -> request(in);
            case FrameType.REPLY -> reply(in);
            case FrameType.STATE -> state(in);
            case FrameType.PATCH -> patch(in);
            default -> whole(in, bodiless(in, type));
        };
    }

    private static Frame bodiless(ByteBuf in, int type) {
        return switch (type) {
            case FrameType.APPLIED -> applied(in);
            case FrameType.PING -> new Frame.Ping(u64(in));
            case FrameType.PONG -> new Frame.Pong(u64(in), u64(in), u32(in));
            case FrameType.ATTACHED -> attached(in);
            case FrameType.HELLO -> hello(in);
            case FrameType.WELCOME -> welcome(in);
            case FrameType.AUTH -> auth(in);
            case FrameType.CLOSE -> close(in);
            case FrameType.GOAWAY -> goAway(in);
            default -> throw MalformedException.of(Kind.UNKNOWN_ID);
        };
    }

    private static Frame extended(ByteBuf in) {
        return switch (Varint.readInt(in)) {
            case FrameType.ATTACH -> new Frame.Attach(stream(in));
            case FrameType.GONE ->
                    new Frame.Gone(
                            Utf8.read(in, FrameBounds.OWNER_BYTES_MAX),
                            u16(in),
                            Utf8.readRest(in, FrameBounds.CLOSE_TEXT_BYTES_MAX));
            case FrameType.CANCEL -> new Frame.Cancel(u32(in));
            case FrameType.FAULT ->
                    new Frame.Fault(
                            u16(in),
                            u32(in),
                            u32(in),
                            Utf8.readRest(in, FrameBounds.TEXT_BYTES_MAX));
            default -> throw MalformedException.of(Kind.UNKNOWN_ID);
        };
    }

    private static Frame whole(ByteBuf in, Frame frame) {
        if (in.isReadable()) {
            throw MalformedException.of(Kind.TRAILING_BYTES);
        }
        return frame;
    }

    private static Frame event(ByteBuf in, int low) {
        return switch (low) {
            case FrameType.RELIABLE -> Frame.Event.reliable(Varint.readInt(in), u32(in));
            case FrameType.LATEST -> latest(in);
            case FrameType.UNRELIABLE ->
                    new Frame.Event(Varint.readInt(in), Delivery.UNRELIABLE, 0);
            default -> throw MalformedException.of(Kind.RESERVED);
        };
    }

    private static Frame latest(ByteBuf in) {
        int channel = Varint.readInt(in);
        long key = Varint.readLong(in);
        if (key < 0) {
            throw MalformedException.of(Kind.OUT_OF_RANGE);
        }
        return new Frame.Event(channel, Delivery.latest(key), u16(in));
    }

    private static Frame input(ByteBuf in) {
        int channel = Varint.readInt(in);
        boolean base = flag(in);
        return new Frame.Input(channel, base, u8(in), u32(in));
    }

    private static Frame request(ByteBuf in) {
        int correlation = u32(in);
        boolean retry = flag(in);
        return new Frame.Request(correlation, retry, count(in), count(in));
    }

    private static Frame reply(ByteBuf in) {
        return new Frame.Reply(u32(in), u16(in), count(in));
    }

    private static Frame state(ByteBuf in) {
        int channel = Varint.readInt(in);
        boolean last = flag(in);
        return new Frame.State(channel, last, u64(in));
    }

    private static Frame patch(ByteBuf in) {
        int channel = Varint.readInt(in);
        int flags = u8(in);
        if (flags > (FrameType.PATCH_MORE | FrameType.PATCH_TICK)) {
            throw MalformedException.of(Kind.RESERVED);
        }
        int seq = u32(in);
        long tick = (flags & FrameType.PATCH_TICK) == 0 ? 0 : Varint.readLong(in);
        return new Frame.Patch(channel, (flags & FrameType.PATCH_MORE) != 0, seq, tick);
    }

    private static Frame applied(ByteBuf in) {
        return new Frame.Applied(Varint.readInt(in), u8(in), u32(in));
    }

    private static Frame attached(ByteBuf in) {
        int channel = Varint.readInt(in);
        boolean fresh = flag(in);
        String owner = Utf8.read(in, FrameBounds.OWNER_BYTES_MAX);
        String type = Utf8.read(in, FrameBounds.OWNER_BYTES_MAX);
        long epoch = u64(in);
        int seat = Varint.readInt(in);
        long seq = u64(in);
        int applied = u32(in);
        long schema = u64(in);
        long tick = Varint.readLong(in);
        long serverMicros = u64(in);
        AttachedFields fields = new AttachedFields();
        tlvs(in, fields);
        return new Frame.Attached(
                channel,
                fresh,
                owner,
                type,
                epoch,
                seat,
                seq,
                applied,
                schema,
                tick,
                fields.tickRate,
                serverMicros);
    }

    private static Frame.Stream stream(ByteBuf in) {
        String owner = Utf8.read(in, FrameBounds.OWNER_BYTES_MAX);
        long epoch = u64(in);
        if (!flag(in)) {
            return new Frame.Stream(owner, Position.none(epoch));
        }
        return new Frame.Stream(owner, Position.at(epoch, Varint.readInt(in), u64(in)));
    }

    private static Frame auth(ByteBuf in) {
        if (u8(in) != 1) {
            throw MalformedException.of(Kind.UNKNOWN_ID);
        }
        return new Frame.Auth(count(in), bytes(in, in.readableBytes()));
    }

    private static Frame close(ByteBuf in) {
        return new Frame.Close(
                u16(in), u8(in), u32(in), Utf8.readRest(in, FrameBounds.CLOSE_TEXT_BYTES_MAX));
    }

    private static Frame goAway(ByteBuf in) {
        int code = u16(in);
        int afterMillis = u32(in);
        int deadlineMillis = u32(in);
        int count = count(in, FrameBounds.ENDPOINTS_MAX);
        List<String> endpoints = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            endpoints.add(Utf8.read(in, FrameBounds.ENDPOINT_BYTES_MAX));
        }
        return new Frame.GoAway(code, afterMillis, deadlineMillis, endpoints);
    }

    private static Frame hello(ByteBuf in) {
        int attempt = u32(in);
        HelloFields fields = new HelloFields();
        tlvs(in, fields);
        if ((fields.credential == null) == (fields.token == null)) {
            throw MalformedException.of(Kind.OUT_OF_RANGE);
        }
        return new Frame.Hello(
                attempt,
                fields.credential,
                fields.token,
                fields.streams,
                fields.client,
                fields.capabilities);
    }

    private static Frame welcome(ByteBuf in) {
        WelcomeFields fields = new WelcomeFields();
        tlvs(in, fields);
        SessionId session = fields.session;
        Bytes token = fields.token;
        Frame.Limits limits = fields.limits;
        if (session == null || token == null || limits == null) {
            throw MalformedException.of(Kind.TRUNCATED);
        }
        return new Frame.Welcome(
                session,
                token,
                fields.tokenLifetimeSeconds,
                fields.serverMicros,
                fields.pingIntervalMillis,
                fields.idleTimeoutMillis,
                limits,
                fields.account,
                fields.name,
                fields.gateway);
    }

    /** Takes the fields of one frame; {@code in} is narrowed to the value. */
    private interface Fields {
        /** Reads the value of a known tag, or leaves it to be skipped. */
        void field(int tag, ByteBuf in);
    }

    private static final class HelloFields implements Fields {
        Frame.@Nullable Credential credential;
        @Nullable Bytes token;
        List<Frame.Stream> streams = List.of();
        String client = "";
        long capabilities;

        @Override
        public void field(int tag, ByteBuf in) {
            switch (tag) {
                case FrameTag.HELLO_CREDENTIAL ->
                        credential =
                                new Frame.Credential(
                                        Utf8.read(in, FrameBounds.SCHEME_BYTES_MAX),
                                        bytes(in, in.readableBytes()));
                case FrameTag.HELLO_TOKEN -> token = bytes(in, in.readableBytes());
                case FrameTag.HELLO_STREAMS -> streams = streams(in);
                case FrameTag.HELLO_CLIENT -> client = Utf8.read(in, FrameBounds.CLIENT_BYTES_MAX);
                case FrameTag.HELLO_CAPABILITIES -> capabilities = Varint.readLong(in);
                default -> in.skipBytes(in.readableBytes());
            }
        }

        private static List<Frame.Stream> streams(ByteBuf in) {
            int count = count(in, FrameBounds.STREAMS_MAX);
            List<Frame.Stream> streams = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                streams.add(stream(in));
            }
            return streams;
        }
    }

    private static final class WelcomeFields implements Fields {
        @Nullable SessionId session;
        @Nullable Bytes token;
        int tokenLifetimeSeconds;
        long serverMicros;
        int pingIntervalMillis;
        int idleTimeoutMillis;
        Frame.@Nullable Limits limits;
        String account = "";
        String name = "";
        String gateway = "";

        @Override
        public void field(int tag, ByteBuf in) {
            switch (tag) {
                case FrameTag.WELCOME_SESSION -> session = new SessionId(u64(in), u64(in));
                case FrameTag.WELCOME_TOKEN -> token = bytes(in, in.readableBytes());
                case FrameTag.WELCOME_TOKEN_LIFETIME -> tokenLifetimeSeconds = count(in);
                case FrameTag.WELCOME_TIME -> serverMicros = u64(in);
                case FrameTag.WELCOME_HEARTBEAT -> {
                    pingIntervalMillis = count(in);
                    idleTimeoutMillis = count(in);
                }
                case FrameTag.WELCOME_LIMITS -> limits = limits(in);
                case FrameTag.WELCOME_ACCOUNT -> account = name(in);
                case FrameTag.WELCOME_NAME -> name = name(in);
                case FrameTag.WELCOME_GATEWAY -> gateway = name(in);
                default -> in.skipBytes(in.readableBytes());
            }
        }

        private static String name(ByteBuf in) {
            return Utf8.read(in, FrameBounds.NAME_BYTES_MAX);
        }

        private static Frame.Limits limits(ByteBuf in) {
            return new Frame.Limits(
                    count(in), count(in), count(in), count(in), count(in), count(in));
        }
    }

    private static final class AttachedFields implements Fields {
        int tickRate;

        @Override
        public void field(int tag, ByteBuf in) {
            if (tag == FrameTag.ATTACHED_TICK_RATE) {
                tickRate = count(in);
            } else {
                in.skipBytes(in.readableBytes());
            }
        }
    }

    private static void tlvs(ByteBuf in, Fields fields) {
        long seen = 0;
        while (in.isReadable()) {
            int tag = Varint.readInt(in);
            int length = length(in);
            if (tag >= 0 && tag < Long.SIZE) {
                if ((seen & 1L << tag) != 0) {
                    throw MalformedException.of(Kind.DUPLICATE);
                }
                seen |= 1L << tag;
            }
            int end = in.writerIndex();
            in.writerIndex(in.readerIndex() + length);
            fields.field(tag, in);
            if (in.isReadable()) {
                throw MalformedException.of(Kind.TRAILING_BYTES);
            }
            in.writerIndex(end);
        }
    }

    private static int length(ByteBuf in) {
        int length = Varint.readInt(in);
        if (length < 0 || length > in.readableBytes()) {
            throw MalformedException.of(Kind.TRUNCATED);
        }
        return length;
    }

    /** A varint that is a number of things: at most 2^31 - 1. */
    private static int count(ByteBuf in) {
        return count(in, Integer.MAX_VALUE);
    }

    private static int count(ByteBuf in, int max) {
        int count = Varint.readInt(in);
        if (count < 0 || count > max) {
            throw MalformedException.of(Kind.OUT_OF_RANGE);
        }
        return count;
    }

    private static boolean flag(ByteBuf in) {
        int flags = u8(in);
        if (flags > 1) {
            throw MalformedException.of(Kind.RESERVED);
        }
        return flags == 1;
    }

    private static Bytes bytes(ByteBuf in, int length) {
        if (length > FrameBounds.PROOF_BYTES_MAX) {
            throw MalformedException.of(Kind.TOO_LONG);
        }
        return Bytes.read(in, length);
    }

    private static int u8(ByteBuf in) {
        need(in, 1);
        return in.readUnsignedByte();
    }

    private static int u16(ByteBuf in) {
        need(in, 2);
        return in.readUnsignedShort();
    }

    private static int u32(ByteBuf in) {
        need(in, 4);
        return in.readInt();
    }

    private static long u64(ByteBuf in) {
        need(in, 8);
        return in.readLong();
    }

    private static void need(ByteBuf in, int bytes) {
        if (in.readableBytes() < bytes) {
            throw MalformedException.of(Kind.TRUNCATED);
        }
    }
}
