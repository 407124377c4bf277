package dev.cardea.client.engine;

import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;

/** Who is told what a connection hears. Called on the session's loop. */
interface FrameReceiver {
    /**
     * One frame came.
     *
     * @param body what follows its head, valid during the call
     * @throws ProtocolViolation if it may not be said now
     */
    void onFrame(ClientConnection from, Frame frame, ByteBuf body);

    /** The server broke the protocol; nothing more is read from this connection. */
    void onViolation(ClientConnection from, CloseCode code, String what);

    /** The connection is gone, without a word or after one. */
    void onDropped(ClientConnection from);
}
