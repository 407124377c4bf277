package dev.cardea.client.engine;

import dev.cardea.net.Loop;
import dev.cardea.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a PONG at an interval, measures the way and the server's clock by it, and says when
 * nothing was heard for too long. Confined to the session's loop; lives as long as the session and
 * beats on the connection that counts.
 */
final class Heartbeat {
    private static final long MICROS_PER_MILLI = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int INTERVAL_MILLIS_MIN = 100;
    private static final int INTERVAL_MILLIS_MAX = 60_000;
    private static final int IDLE_MILLIS_MAX = 600_000;

    private final Loop loop;
    private final RoundTrip roundTrip = new RoundTrip();
    private final ClockOffset clock = new ClockOffset();
    private @Nullable ClientConnection connection;
    private Loop.@Nullable Timer timer;
    private Runnable onSilence = () -> {};
    private long intervalNanos;
    private long idleNanos;
    private volatile long smoothedMicros;

    Heartbeat(Loop loop) {
        this.loop = loop;
    }

    /** Begins on {@code connection}, whose WELCOME just came; asks at once. */
    void start(ClientConnection connection, Frame.Welcome welcome, Runnable onSilence) {
        stop();
        this.connection = connection;
        this.onSilence = onSilence;
        long interval =
                Math.clamp(welcome.pingIntervalMillis(), INTERVAL_MILLIS_MIN, INTERVAL_MILLIS_MAX);
        long idle = Math.clamp(welcome.idleTimeoutMillis(), 2L * interval, IDLE_MILLIS_MAX);
        intervalNanos = interval * NANOS_PER_MILLI;
        idleNanos = idle * NANOS_PER_MILLI;
        clock.guess(welcome.serverMicros() - localMicros());
        beat();
    }

    /** Beats no more. */
    void stop() {
        connection = null;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void beat() {
        ClientConnection on = connection;
        if (on == null) {
            return;
        }
        long silence = loop.nanos() - on.heardNanos();
        if (silence >= idleNanos) {
            stop();
            onSilence.run();
            return;
        }
        on.send(new Frame.Ping(localMicros()), Uplink.NO_BODY);
        timer = loop.after(Math.min(intervalNanos, idleNanos - silence), this::beat);
    }

    /** Answers the server's own question. */
    void ping(ClientConnection from, Frame.Ping ping) {
        from.send(new Frame.Pong(ping.t0(), loop.wallMicros(), 0), Uplink.NO_BODY);
    }

    /** Takes the answer to ours; one that makes no sense is not counted. */
    void pong(Frame.Pong pong) {
        long micros = localMicros() - pong.t0() - Integer.toUnsignedLong(pong.holdMicros());
        if (micros < 0 || micros > IDLE_MILLIS_MAX * MICROS_PER_MILLI) {
            return;
        }
        roundTrip.sample(micros);
        smoothedMicros = roundTrip.smoothedMicros();
        clock.sample(pong.t0(), micros, pong.t1());
    }

    /** The smoothed round-trip time in microseconds, 0 before the first answer. Any thread. */
    long roundTripMicros() {
        return smoothedMicros;
    }

    /** The server's time now, microseconds of Unix time. Any thread. */
    long serverMicros() {
        return localMicros() + clock.micros();
    }

    private long localMicros() {
        return loop.nanos() / 1000;
    }
}
