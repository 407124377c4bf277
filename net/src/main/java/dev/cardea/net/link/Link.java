package dev.cardea.net.link;

import io.netty.buffer.ByteBuf;

/**
 * One end of a pipe of records between a gateway loop and a node. Confined to its loop.
 *
 * <p>What is offered arrives in order, whole records at a time, until the link breaks; then an
 * unknown suffix of it is lost. The two ends may hear of the break at different times. {@code
 * LinkContract} in the testkit is the contract as tests.
 */
public interface Link {
    /** What became of an offer. */
    enum Offer {
        /** It will be sent with the next {@link Link#flush}. */
        ACCEPTED,

        /**
         * Beyond the hard bound: not taken. Wait for {@link LinkHandler#onWritability}. A link on
         * which nothing waits takes anything.
         */
        FULL,

        /** The link is gone: not taken. */
        CLOSED
    }

    /**
     * Offers one or more whole records. Takes over {@code records} if it answers ACCEPTED; else
     * they stay the caller's.
     */
    Offer offer(ByteBuf records);

    /** Sends what was accepted. */
    void flush();

    /** False from the high mark of bytes not yet read by the peer until below the low mark. */
    boolean writable();

    /** Breaks the link; what is under way is lost. The handlers of both ends hear of it. */
    void close();
}
