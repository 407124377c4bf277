package dev.cardea.net.channel;

import dev.cardea.net.Loop;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One of Netty's event loops. Confined to itself, but for what {@link Loop} gives to any thread.
 */
public final class ChannelLoop implements Loop {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final EventLoop eventLoop;

    /** Connections that have said CLOSE and wait for their peers to read it. */
    private int parting;

    ChannelLoop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Netty's side of it. */
    public EventLoop eventLoop() {
        return eventLoop;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / 1_000;
    }

    @Override
    public Timer after(long delayNanos, Runnable task) {
        ScheduledFuture<?> future = eventLoop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    /** Whether one more connection may wait for its peer to read CLOSE. */
    boolean mayPart(int max) {
        if (parting >= max) {
            return false;
        }
        parting++;
        return true;
    }

    void parted() {
        parting--;
    }
}
