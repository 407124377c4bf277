package dev.cardea.client;

import dev.cardea.net.channel.ChannelLoop;
import dev.cardea.net.channel.EventLoops;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that sessions run on; thousands of sessions share one of them. Safe from any thread.
 */
public final class ClientLoops implements AutoCloseable {
    private static final String THREAD_NAME = "cardea-client";

    private final EventLoops loops;
    private final AtomicInteger turn = new AtomicInteger();

    private ClientLoops(EventLoops loops) {
        this.loops = loops;
    }

    /** Starts {@code threads} daemon threads, 1 or more, of epoll where it loads, else of NIO. */
    public static ClientLoops start(int threads) {
        return new ClientLoops(EventLoops.start(threads, THREAD_NAME));
    }

    /** One thread for all clients that bring none of their own; it lives as long as the process. */
    public static ClientLoops shared() {
        return Shared.LOOPS;
    }

    /** Made when first needed. */
    private static final class Shared {
        static final ClientLoops LOOPS = start(1);
    }

    /** The loop of the next session, in turn. */
    ChannelLoop next() {
        int index = Math.floorMod(turn.getAndIncrement(), loops.loops().size());
        return loops.loops().get(index);
    }

    EventLoops loops() {
        return loops;
    }

    /** Ends the threads; sessions on them are cut without a word. */
    @Override
    public void close() {
        loops.close();
    }
}
