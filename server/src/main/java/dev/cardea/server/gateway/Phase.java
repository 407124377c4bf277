package dev.cardea.server.gateway;

import io.netty.buffer.ByteBuf;

/**
 * Where in its life a connection is: {@link AwaitingHello}, {@link Authenticating}, {@link Open},
 * {@link Closed}. Confined to the loop. A drain does not change what frames mean, so it is no phase
 * of its own.
 */
sealed interface Phase permits AwaitingHello, Authenticating, Open, Closed {
    /**
     * A frame came.
     *
     * @throws dev.cardea.wire.MalformedException if it is none
     */
    void read(ByteBuf frame);

    /**
     * Time has passed.
     *
     * @return when to look again, in nanoseconds of {@link Wheel#alive}; below 0: never
     */
    long visit(long aliveNanos);

    /** The phase ends because the connection does. */
    default void leave() {}
}
