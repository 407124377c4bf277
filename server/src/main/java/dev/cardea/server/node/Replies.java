package dev.cardea.server.node;

import dev.cardea.service.Refusal;
import dev.cardea.service.RequestMemory.Remembered;
import dev.cardea.wire.Codec;
import dev.cardea.wire.ReplyStatus;
import dev.cardea.wire.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Makes replies. Stateless. */
final class Replies {
    /** Longest text of a reply, in UTF-8 bytes. */
    static final int TEXT_BYTES_MAX = 256;

    private static final int BODY_BYTES = 128;
    private static final byte[] NO_BODY = {};

    private Replies() {}

    /**
     * With a value.
     *
     * @throws IllegalArgumentException if that takes more than {@code bytesMax}
     */
    static <A> Remembered of(Codec<A> codec, A answer, int bytesMax, long nanos) {
        ByteBuf body = Unpooled.buffer(BODY_BYTES);
        codec.encode(answer, body);
        check(body.readableBytes(), bytesMax);
        return new Remembered(ReplyStatus.OK, 0, ByteBufUtil.getBytes(body), nanos);
    }

    /** Refuses to send what no client would read. */
    static void check(int bodyBytes, int bytesMax) {
        if (bodyBytes > bytesMax) {
            throw new IllegalArgumentException(
                    "a message of " + bodyBytes + " bytes, at most " + bytesMax);
        }
    }

    /** With a text. */
    static Remembered of(int status, int retryAfterMillis, String text, long nanos) {
        byte[] body = NO_BODY;
        if (!text.isEmpty()) {
            ByteBuf bytes = Unpooled.buffer(BODY_BYTES);
            Utf8.writeRest(bytes, text, TEXT_BYTES_MAX);
            body = ByteBufUtil.getBytes(bytes);
        }
        return new Remembered(status, retryAfterMillis, body, nanos);
    }

    /** With a handler's refusal. */
    static Remembered of(Refusal refusal, long nanos) {
        return of(refusal.status(), refusal.retryAfterMillis(), refusal.text(), nanos);
    }
}
