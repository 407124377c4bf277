package dev.cardea.client.engine;

import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;

/** Who is told what happens to a session. Called on the session's loop. */
public interface SessionHandler {
    /**
     * A connection is open and counts.
     *
     * @param resumed false for the first one
     */
    void onOpen(Frame.Welcome welcome, boolean resumed);

    /**
     * There is no connection; the next attempt begins by itself.
     *
     * @param waitMillis until then, 0 if it is under way
     * @param why for people
     */
    void onReconnecting(long waitMillis, String why);

    /**
     * The session is over; nothing follows.
     *
     * @param code a {@link dev.cardea.wire.CloseCode} number or a game's
     */
    void onClosed(int code, String text);

    /** A message of the player's own agent; body: varint message id, value. */
    void onNotice(ByteBuf body);

    /** The server reports something that leaves the session alive. */
    void onFault(Frame.Fault fault);
}
