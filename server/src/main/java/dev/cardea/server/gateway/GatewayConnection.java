package dev.cardea.server.gateway;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.Violation;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: its phase, its rate, what it may be sent. Confined to the loop.
 *
 * <p>Reading pauses for three reasons, each ended by what began it: the client is above its rate,
 * the link to the node is full, or the client does not take what it is sent.
 */
final class GatewayConnection implements ConnectionHandler, Wheel.Entry {
    /** Reasons not to read, as bits. */
    private static final int ABOVE_RATE = 1;

    private static final int LINK_FULL = 2;
    private static final int UNWRITABLE = 4;

    /** Bytes written between two looks at what is pending. */
    private static final int UNCHECKED_BYTES_MAX = 32 * 1024;

    /** Shortest pause of reading: shorter ones would cost more than they hold back. */
    private static final long PAUSE_NANOS_MIN = 10_000_000L;

    private static final int RETRY_AFTER_MILLIS = 5_000;

    private final GatewayLoop loop;
    private final Connection wire;
    private final InetAddress address;
    private final Rate rate;
    private Phase phase;
    private boolean admitted;
    private boolean authenticated;
    private boolean dirty;
    private boolean throttled;
    private int pauses;
    private int unchecked;
    private long throttledSinceNanos;
    private long heardAlive;
    private long unwritableSinceAlive = -1;
    private @Nullable LatestSlots slots;

    GatewayConnection(GatewayLoop loop, Connection wire) {
        this.loop = loop;
        this.wire = wire;
        this.address = wire.remote().getAddress();
        this.rate = new Rate(loop.limits().rates(), loop.nanos());
        this.heardAlive = loop.alive();
        this.phase =
                new AwaitingHello(this, heardAlive + loop.limits().entry().handshake().toNanos());
    }

    GatewayLoop loop() {
        return loop;
    }

    InetAddress address() {
        return address;
    }

    /** It counts against the limits from now on. */
    void admitted() {
        admitted = true;
    }

    // ---- phases ----

    boolean isIn(Phase asked) {
        return phase.equals(asked);
    }

    boolean closed() {
        return phase instanceof Closed;
    }

    /** The open session, or null. */
    @Nullable Open open() {
        return phase instanceof Open open ? open : null;
    }

    void enter(Phase next) {
        phase = next;
        if (next instanceof Open) {
            wire.limitFrames(loop.limits().frames().inBytesMax());
            authenticated = true;
            loop.admission().authenticated(address);
        }
    }

    void close(CloseCode code) {
        close(code, 0, code.text());
    }

    void close(CloseCode code, String text) {
        close(code, 0, text);
    }

    void close(CloseCode code, int retryAfterMillis, String text) {
        if (!closed()) {
            loop.metrics().closed(code);
            end();
            wire.close(code, retryAfterMillis, text);
        }
    }

    /** Closes with a number that may be a game's. */
    void close(Frame.Close why) {
        CloseCode known = CloseCode.of(why.code());
        if (!closed()) {
            loop.metrics().closed(known == null ? CloseCode.KICKED : known);
            end();
            wire.close(why);
        }
    }

    /** The client said CLOSE: nothing is to be answered. */
    void hungUp() {
        if (!closed()) {
            loop.metrics().closed(CloseCode.NORMAL);
            end();
            wire.close(CloseCode.NORMAL, 0, CloseCode.NORMAL.text());
        }
    }

    private void end() {
        Phase ended = phase;
        phase = Closed.CLOSED;
        ended.leave();
        slots = null;
    }

    // ---- from the transport ----

    @Override
    public void onRecords(ByteBuf records) {
        if (closed()) {
            return;
        }
        heardAlive = loop.alive();
        int bytes = records.readableBytes();
        int count = 0;
        try {
            while (records.isReadable() && !closed()) {
                int end = Records.enter(records);
                phase.read(records);
                Records.leave(records, end);
                count++;
            }
        } catch (MalformedException malformed) {
            loop.metrics().malformed(malformed.kind());
            close(CloseCode.PROTOCOL_ERROR, "malformed frame: " + malformed.kind());
        }
        loop.read(count, bytes);
        if (!closed()) {
            charge(count, bytes);
        }
    }

    @Override
    public void onOverhead(int bytes) {
        if (!closed()) {
            charge(1, bytes); // no sign of life: only whole records are
        }
    }

    @Override
    public void onReadComplete() {
        // The loop flushes at the end of its turn, for all its connections.
    }

    @Override
    public void onViolation(Violation violation) {
        loop.metrics().violated(violation);
        if (!closed()) {
            loop.metrics().closed(violation.code());
            end();
        }
    }

    @Override
    public void onClosed() {
        if (!closed()) {
            loop.metrics().count(GatewayCounter.CUT);
            end();
        }
        if (admitted) {
            admitted = false;
            loop.admission().left(address, authenticated, loop.nanos());
            loop.metrics().connectionEnded();
        }
    }

    // ---- rate ----

    private void charge(int count, int bytes) {
        long now = loop.nanos();
        if (throttled && rate.isCaughtUp(now)) {
            throttled = false;
        }
        long wait = rate.take(count, bytes, now);
        if (wait > 0) {
            throttle(wait, now);
        }
        if (!loop.uplink().writable()) {
            pause(LINK_FULL);
            loop.awaitLink(this);
        }
    }

    private void throttle(long wait, long now) {
        if ((pauses & ABOVE_RATE) != 0) {
            return;
        }
        if (!throttled) {
            throttled = true;
            throttledSinceNanos = now;
            loop.metrics().count(GatewayCounter.THROTTLED);
        }
        pause(ABOVE_RATE);
        long left = loop.limits().rates().throttled().toNanos() - (now - throttledSinceNanos);
        long pause = Math.max(PAUSE_NANOS_MIN, Math.min(wait, left));
        var _ = loop.after(pause, this::unthrottle);
    }

    private void unthrottle() {
        if (closed()) {
            return;
        }
        if (loop.nanos() - throttledSinceNanos >= loop.limits().rates().throttled().toNanos()) {
            close(CloseCode.RATE_LIMITED, RETRY_AFTER_MILLIS, "sent too fast for too long");
        } else {
            resume(ABOVE_RATE);
        }
    }

    private void pause(int reason) {
        if (pauses == 0) {
            wire.pauseReading();
        }
        pauses |= reason;
    }

    private void resume(int reason) {
        if (pauses == 0) {
            return;
        }
        pauses &= ~reason;
        if (pauses == 0) {
            heardAlive = loop.alive(); // we did not listen: the silence was ours
            wire.resumeReading();
        }
    }

    /** The link takes more again. */
    void linkTakesMore() {
        resume(LINK_FULL);
    }

    // ---- time ----

    @Override
    public long visit(long aliveNanos) {
        return phase.visit(aliveNanos);
    }

    /** Whether it is time to give the client up, and why. */
    @Nullable CloseCode overdue(long aliveNanos, long idleNanos) {
        if (unwritableSinceAlive >= 0 && aliveNanos - unwritableSinceAlive >= idleNanos) {
            return CloseCode.SLOW_CONSUMER;
        }
        return pauses == 0 && aliveNanos - heardAlive >= idleNanos ? CloseCode.IDLE_TIMEOUT : null;
    }

    /** When {@link #overdue} may have another answer, if nothing is heard. */
    long deadlineAlive(long aliveNanos, long idleNanos) {
        return (pauses == 0 ? heardAlive : aliveNanos) + idleNanos;
    }

    // ---- to the client ----

    /** Sends a frame without a body. */
    void send(Frame frame) {
        reliable(loop.encode(frame, null));
    }

    /** Sends one record that must arrive. It is copied. */
    void reliable(ByteBuf record) {
        wire.writeCopy(record);
        wrote(record.readableBytes());
    }

    /** Sends one record that many others get as well, and that is too long to copy for each. */
    void shared(ByteBuf record) {
        wire.write(record.retainedDuplicate());
        wrote(record.readableBytes());
    }

    private void wrote(int bytes) {
        loop.wrote(bytes);
        if (!dirty) {
            dirty = true;
            loop.dirty(this);
        }
        unchecked += bytes;
        if (unchecked > UNCHECKED_BYTES_MAX) {
            unchecked = 0;
            if (wire.bytesPending() > loop.limits().outboundBytesMax()) {
                flush();
            }
        }
    }

    /** Sends a record that may be lost. */
    void unreliable(ByteBuf record) {
        if (wire.writable()) {
            reliable(record);
        } else {
            loop.metrics().count(GatewayCounter.UNRELIABLE_DROPPED);
        }
    }

    /** Sends a record of which only the newest of its key matters. */
    void latest(int channel, long key, ByteBuf record) {
        if (slots == null && wire.writable()) {
            reliable(record);
            return;
        }
        LatestSlots kept = slots == null ? new LatestSlots() : slots;
        slots = kept;
        switch (kept.keep(channel, key, record)) {
            case NEW -> {}
            case REPLACED -> loop.metrics().count(GatewayCounter.LATEST_OVERWRITTEN);
            case DROPPED -> loop.metrics().count(GatewayCounter.LATEST_DROPPED);
        }
    }

    /** The turn ends. */
    void flush() {
        dirty = false;
        unchecked = 0;
        if (closed()) {
            return;
        }
        wire.flush();
        if (wire.bytesPending() > loop.limits().outboundBytesMax()) {
            close(CloseCode.SLOW_CONSUMER);
        } else if (wire.writable()) {
            drainSlots();
        }
    }

    @Override
    public void onWritability(boolean writable) {
        if (closed()) {
            return;
        }
        if (writable) {
            unwritableSinceAlive = -1;
            drainSlots();
            resume(UNWRITABLE);
        } else {
            unwritableSinceAlive = loop.alive();
            pause(UNWRITABLE);
        }
    }

    private void drainSlots() {
        LatestSlots kept = slots;
        if (kept != null) {
            slots = null;
            kept.drain(this::reliable);
        }
    }
}
