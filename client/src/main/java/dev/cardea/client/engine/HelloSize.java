package dev.cardea.client.engine;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBufUtil;

/** Keeps HELLO within its bound, reckoning each field at its longest. Stateless. */
final class HelloSize {
    /** The largest HELLO that a server takes, in bytes. */
    static final int BYTES_MAX = 4096;

    private static final int FIXED_BYTES = 64;
    private static final int STREAM_FIXED_BYTES = 2 + 8 + 1 + 5 + 8;

    private HelloSize() {}

    /** Bytes of one stream. */
    static int of(Frame.Stream stream) {
        return STREAM_FIXED_BYTES + ByteBufUtil.utf8Bytes(stream.owner());
    }

    /** What is left for streams beside {@code token} and the name of the client. */
    static int leftForStreams(Bytes token, String client) {
        return BYTES_MAX - FIXED_BYTES - token.size() - ByteBufUtil.utf8Bytes(client);
    }
}
