package dev.cardea.server.gateway;

import io.netty.buffer.ByteBuf;

/** The connection is closed or closing: what still comes is nobody's. Immutable. */
record Closed() implements Phase {
    static final Closed CLOSED = new Closed();

    @Override
    public void read(ByteBuf frame) {}

    @Override
    public long visit(long aliveNanos) {
        return -1;
    }
}
