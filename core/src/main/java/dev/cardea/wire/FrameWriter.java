package dev.cardea.wire;

import dev.cardea.session.Delivery;
import dev.cardea.session.Position;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Heads and fields of {@link Frame}s to bytes. Stateless. */
final class FrameWriter {
    private FrameWriter() {}

    static void write(Frame frame, ByteBuf out) {
        switch (frame) {
            case Frame.Event event -> event(event, out);
            case Frame.Reply reply -> reply(reply, out);
            case Frame.Input input -> input(input, out);
            case Frame.Request request -> request(request, out);
            case Frame.Applied applied -> applied(applied, out);
            case Frame.Ping ping -> head(out, FrameType.PING).writeLong(ping.t0());
            case Frame.Pong pong -> pong(pong, out);
            case Frame.Patch patch -> patch(patch, out);
            case Frame.State state -> state(state, out);
            case Frame.Attached attached -> attached(attached, out);
            case Frame.Attach attach -> {
                extended(out, FrameType.ATTACH);
                stream(attach.stream(), out);
            }
            case Frame.Gone gone -> gone(gone, out);
            case Frame.Cancel cancel ->
                    extended(out, FrameType.CANCEL).writeInt(cancel.correlation());
            case Frame.Fault fault -> fault(fault, out);
            case Frame.Hello hello -> hello(hello, out);
            case Frame.Welcome welcome -> welcome(welcome, out);
            case Frame.Auth auth -> auth(auth, out);
            case Frame.Close close -> close(close, out);
            case Frame.GoAway goAway -> goAway(goAway, out);
        }
    }

    private static ByteBuf head(ByteBuf out, int type) {
        return out.writeByte(type << 4);
    }

    private static ByteBuf extended(ByteBuf out, int type) {
        out.writeByte(FrameType.EXTENDED);
        Varint.writeInt(out, type);
        return out;
    }

    private static void event(Frame.Event event, ByteBuf out) {
        switch (event.delivery()) {
            case Delivery.Reliable() -> {
                head(out, FrameType.EVENT);
                Varint.writeInt(out, event.channel());
                out.writeInt(event.number());
            }
            case Delivery.Latest(long key) -> {
                out.writeByte(FrameType.EVENT << 4 | FrameType.LATEST);
                Varint.writeInt(out, event.channel());
                Varint.writeLong(out, key);
                out.writeShort(event.number());
            }
            case Delivery.Unreliable() -> {
                out.writeByte(FrameType.EVENT << 4 | FrameType.UNRELIABLE);
                Varint.writeInt(out, event.channel());
            }
        }
    }

    private static void reply(Frame.Reply reply, ByteBuf out) {
        head(out, FrameType.REPLY).writeInt(reply.correlation()).writeShort(reply.status());
        Varint.writeInt(out, reply.retryAfterMillis());
    }

    private static void input(Frame.Input input, ByteBuf out) {
        head(out, FrameType.INPUT);
        Varint.writeInt(out, input.channel());
        out.writeByte(input.base() ? 1 : 0).writeByte(input.seat()).writeInt(input.n());
    }

    private static void request(Frame.Request request, ByteBuf out) {
        head(out, FrameType.REQUEST).writeInt(request.correlation());
        out.writeByte(request.retry() ? 1 : 0);
        Varint.writeInt(out, request.deadlineMillis());
        Varint.writeInt(out, request.route());
    }

    private static void applied(Frame.Applied applied, ByteBuf out) {
        head(out, FrameType.APPLIED);
        Varint.writeInt(out, applied.channel());
        out.writeByte(applied.seat()).writeInt(applied.n());
    }

    private static void pong(Frame.Pong pong, ByteBuf out) {
        head(out, FrameType.PONG).writeLong(pong.t0()).writeLong(pong.t1());
        out.writeInt(pong.holdMicros());
    }

    private static void state(Frame.State state, ByteBuf out) {
        head(out, FrameType.STATE);
        Varint.writeInt(out, state.channel());
        out.writeByte(state.last() ? 1 : 0).writeLong(state.seq());
    }

    private static void patch(Frame.Patch patch, ByteBuf out) {
        head(out, FrameType.PATCH);
        Varint.writeInt(out, patch.channel());
        int more = patch.more() ? FrameType.PATCH_MORE : 0;
        int tick = patch.tick() == 0 ? 0 : FrameType.PATCH_TICK;
        out.writeByte(more | tick).writeInt(patch.seq());
        if (tick != 0) {
            Varint.writeLong(out, patch.tick());
        }
    }

    private static void attached(Frame.Attached attached, ByteBuf out) {
        head(out, FrameType.ATTACHED);
        Varint.writeInt(out, attached.channel());
        out.writeByte(attached.fresh() ? 1 : 0);
        Utf8.write(out, attached.owner());
        Utf8.write(out, attached.type());
        out.writeLong(attached.epoch());
        Varint.writeInt(out, attached.seat());
        out.writeLong(attached.seq()).writeInt(attached.applied()).writeLong(attached.schema());
        Varint.writeLong(out, attached.tick());
        out.writeLong(attached.serverMicros());
        if (attached.tickRate() != 0) {
            tlv(
                    out,
                    FrameTag.ATTACHED_TICK_RATE,
                    value -> Varint.writeInt(value, attached.tickRate()));
        }
    }

    static void stream(Frame.Stream stream, ByteBuf out) {
        Position position = stream.position();
        Utf8.write(out, stream.owner());
        out.writeLong(position.epoch()).writeByte(position.held() ? 1 : 0);
        if (position.held()) {
            Varint.writeInt(out, position.seat());
            out.writeLong(position.seq());
        }
    }

    private static void gone(Frame.Gone gone, ByteBuf out) {
        extended(out, FrameType.GONE);
        Utf8.write(out, gone.owner());
        out.writeShort(gone.reason());
        Utf8.writeRest(out, gone.text(), FrameBounds.CLOSE_TEXT_BYTES_MAX);
    }

    private static void fault(Frame.Fault fault, ByteBuf out) {
        extended(out, FrameType.FAULT).writeShort(fault.code()).writeInt(fault.ref());
        out.writeInt(fault.retryAfterMillis());
        Utf8.writeRest(out, fault.text(), FrameBounds.TEXT_BYTES_MAX);
    }

    private static void auth(Frame.Auth auth, ByteBuf out) {
        head(out, FrameType.AUTH).writeByte(1);
        Varint.writeInt(out, auth.tokenLifetimeSeconds());
        auth.token().writeTo(out);
    }

    private static void close(Frame.Close close, ByteBuf out) {
        head(out, FrameType.CLOSE).writeShort(close.code()).writeByte(close.flags());
        out.writeInt(close.retryAfterMillis());
        Utf8.writeRest(out, close.text(), FrameBounds.CLOSE_TEXT_BYTES_MAX);
    }

    private static void goAway(Frame.GoAway goAway, ByteBuf out) {
        head(out, FrameType.GOAWAY).writeShort(goAway.code());
        out.writeInt(goAway.afterMillis()).writeInt(goAway.deadlineMillis());
        List<String> endpoints = goAway.endpoints();
        Varint.writeInt(out, endpoints.size());
        for (String endpoint : endpoints) {
            Utf8.write(out, endpoint);
        }
    }

    private static void hello(Frame.Hello hello, ByteBuf out) {
        head(out, FrameType.HELLO).writeInt(hello.attempt());
        Frame.Credential credential = hello.credential();
        if (credential != null) {
            tlv(
                    out,
                    FrameTag.HELLO_CREDENTIAL,
                    value -> {
                        Utf8.write(value, credential.scheme());
                        credential.proof().writeTo(value);
                    });
        }
        Bytes token = hello.token();
        if (token != null) {
            tlv(out, FrameTag.HELLO_TOKEN, token::writeTo);
        }
        if (!hello.streams().isEmpty()) {
            tlv(
                    out,
                    FrameTag.HELLO_STREAMS,
                    value -> {
                        Varint.writeInt(value, hello.streams().size());
                        hello.streams().forEach(stream -> stream(stream, value));
                    });
        }
        if (!hello.client().isEmpty()) {
            tlv(out, FrameTag.HELLO_CLIENT, value -> Utf8.write(value, hello.client()));
        }
        if (hello.capabilities() != 0) {
            tlv(
                    out,
                    FrameTag.HELLO_CAPABILITIES,
                    value -> Varint.writeLong(value, hello.capabilities()));
        }
    }

    private static void welcome(Frame.Welcome welcome, ByteBuf out) {
        head(out, FrameType.WELCOME);
        tlv(
                out,
                FrameTag.WELCOME_SESSION,
                value -> {
                    value.writeLong(welcome.session().high());
                    value.writeLong(welcome.session().low());
                });
        tlv(out, FrameTag.WELCOME_TOKEN, welcome.token()::writeTo);
        tlv(
                out,
                FrameTag.WELCOME_TOKEN_LIFETIME,
                value -> Varint.writeInt(value, welcome.tokenLifetimeSeconds()));
        tlv(out, FrameTag.WELCOME_TIME, value -> value.writeLong(welcome.serverMicros()));
        tlv(
                out,
                FrameTag.WELCOME_HEARTBEAT,
                value -> {
                    Varint.writeInt(value, welcome.pingIntervalMillis());
                    Varint.writeInt(value, welcome.idleTimeoutMillis());
                });
        tlv(out, FrameTag.WELCOME_LIMITS, value -> limits(welcome.limits(), value));
        tlv(out, FrameTag.WELCOME_ACCOUNT, value -> Utf8.write(value, welcome.account()));
        tlv(out, FrameTag.WELCOME_NAME, value -> Utf8.write(value, welcome.name()));
        tlv(out, FrameTag.WELCOME_GATEWAY, value -> Utf8.write(value, welcome.gateway()));
    }

    private static void limits(Frame.Limits limits, ByteBuf out) {
        Varint.writeInt(out, limits.frameInBytesMax());
        Varint.writeInt(out, limits.frameOutBytesMax());
        Varint.writeInt(out, limits.messagesPerSecond());
        Varint.writeInt(out, limits.messageBurst());
        Varint.writeInt(out, limits.bytesPerSecond());
        Varint.writeInt(out, limits.byteBurst());
    }

    /** Tag, length, value; the value is written once aside, since its length comes first. */
    private static void tlv(ByteBuf out, int tag, java.util.function.Consumer<ByteBuf> value) {
        ByteBuf aside = out.alloc().heapBuffer(64);
        try {
            value.accept(aside);
            Varint.writeInt(out, tag);
            Varint.writeInt(out, aside.readableBytes());
            out.writeBytes(aside);
        } finally {
            aside.release();
        }
    }
}
