package dev.cardea.net.link;

import io.netty.buffer.ByteBuf;

/** What hears of one end of a {@link Link}. Called on its loop only. */
public interface LinkHandler {
    /** Whole records came. The buffer is not the handler's; what it keeps, it copies. */
    void onRecords(ByteBuf records);

    /** What had come was read: a time to flush. */
    void onReadComplete();

    /** The link takes more again. That it does not, a writer sees by {@link Link#writable}. */
    void onWritability(boolean writable);

    /** The link broke. The last call, made once. */
    void onClosed();
}
