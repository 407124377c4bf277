package dev.cardea.net;

import io.netty.buffer.ByteBuf;

/** What hears of a {@link Connection}. Called on its event loop only. */
public interface ConnectionHandler {
    /**
     * Bytes came: one or more whole records, each with a length of 1 to the reader's bound. The
     * buffer is not the handler's; what it keeps, it copies.
     */
    void onRecords(ByteBuf records);

    /**
     * The peer sent something of the transport's own that holds no whole record, such as a ping of
     * WebSocket: it costs us as much as a record, and counts against the peer's rate like one.
     */
    default void onOverhead(int bytes) {}

    /** What could be read in this turn was read: a time to flush. */
    void onReadComplete();

    /** {@link Connection#writable} changed. */
    void onWritability(boolean writable);

    /**
     * The transport found a fault of the peer and closes the connection by itself: to be counted.
     * {@link #onClosed} follows.
     */
    default void onViolation(Violation violation) {}

    /** The connection is gone, for whatever reason. The last call, made once. */
    void onClosed();
}
