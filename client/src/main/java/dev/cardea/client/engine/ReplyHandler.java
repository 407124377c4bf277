package dev.cardea.client.engine;

import io.netty.buffer.ByteBuf;

/** Who waits for the answer to a request. Called once, on the session's loop. */
@FunctionalInterface
public interface ReplyHandler {
    /**
     * The answer, or what stands for it when none came.
     *
     * @param status a {@link dev.cardea.wire.ReplyStatus} or a game's number
     * @param retryAfterMillis when to try again, 0 if nothing was said
     * @param body the value if status is 0, else a text; valid during the call
     */
    void onReply(int status, int retryAfterMillis, ByteBuf body);
}
