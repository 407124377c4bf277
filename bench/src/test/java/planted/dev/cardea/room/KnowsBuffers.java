package planted.dev.cardea.room;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** A room may not know buffers. */
public final class KnowsBuffers {
    public ByteBuf buffer = Unpooled.EMPTY_BUFFER;
}
