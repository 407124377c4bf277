package dev.cardea.server.gateway;

import dev.cardea.net.Acceptor;
import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.Loop;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The part of a gateway that lives on one event loop: its connections, its link to the node, and
 * what passes between them. Confined to the loop.
 *
 * <p>It knows no socket and no clock but those it is given, so that a simulation runs the very same
 * code. In a turn of the loop it reads what came; at the end of the turn the link is flushed once,
 * and each connection that was written to once.
 */
public final class GatewayLoop implements Acceptor {
    /** How far an attempt may be above the one that is connected (R4). */
    static final int ATTEMPT_WINDOW = 1 << 20;

    private static final int SCRATCH_BYTES = 4096;
    private static final long REASK_NANOS = 100_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int REFUSED_RETRY_MILLIS = 1_000;

    private final Loop clock;
    private final GatewayShared shared;
    private final RandomGenerator random;
    private final Wheel wheel;
    private final Owners owners = new Owners();
    private final Uplink uplink;
    private final Downlink downlink;
    private final Map<SessionId, Open> sessions = new HashMap<>();
    private final IntObjectHashMap<Open> byRef = new IntObjectHashMap<>();
    private final ArrayList<GatewayConnection> dirty = new ArrayList<>();
    private final ArrayDeque<ClientStream> needing = new ArrayDeque<>();
    private final List<GatewayConnection> awaitingLink = new ArrayList<>();
    private final ByteBuf scratch = Unpooled.buffer(SCRATCH_BYTES);
    private final Runnable turn = this::endTurn;
    private int nextRef = 1;
    private boolean turnWanted;
    private boolean draining;
    private long recordsIn;
    private long bytesIn;
    private long recordsOut;
    private long bytesOut;

    /**
     * @param clock the loop it is confined to
     * @param random for session ids and jitter; secure outside simulations
     */
    public GatewayLoop(
            Loop clock, GatewayShared shared, LinkFactory links, RandomGenerator random) {
        this.clock = clock;
        this.shared = shared;
        this.random = random;
        this.wheel = new Wheel(clock);
        this.uplink = new Uplink(this, links);
        this.downlink = new Downlink(this);
    }

    // ---- connections ----

    @Override
    public ConnectionHandler accept(Connection wire) {
        GatewayConnection connection = new GatewayConnection(this, wire);
        if (draining) {
            connection.close(CloseCode.GOING_AWAY);
            return connection;
        }
        switch (admission().enter(connection.address(), nanos())) {
            case FULL -> refuse(connection, GatewayCounter.REFUSED_FULL, CloseCode.SERVER_FULL);
            case TOO_MANY ->
                    refuse(
                            connection,
                            GatewayCounter.REFUSED_ADDRESS,
                            CloseCode.TOO_MANY_FROM_ADDRESS);
            case ADMITTED -> {
                connection.admitted();
                metrics().connectionOpened();
                wire.limitFrames(limits().frames().helloBytesMax());
                wheel.add(connection, connection.visit(alive()));
            }
        }
        return connection;
    }

    private void refuse(GatewayConnection connection, GatewayCounter counter, CloseCode code) {
        metrics().count(counter);
        connection.close(code, REFUSED_RETRY_MILLIS, code.text());
    }

    /** The client has proved who it is: R4 decides whether it may be this session's connection. */
    void open(GatewayConnection connection, Frame.Hello hello, SessionId session, Identity who) {
        Open older = sessions.get(session);
        if (draining) {
            connection.close(CloseCode.GOING_AWAY);
        } else if (older == null || mayReplace(older, hello.attempt(), connection)) {
            if (older != null) {
                older.connection().close(CloseCode.SUPERSEDED); // SHUT goes before the new OPEN
            }
            Open open = new Open(connection, nextRef(), session, hello.attempt(), who);
            sessions.put(session, open);
            byRef.put(open.ref(), open);
            metrics().sessionOpened();
            connection.enter(open);
            uplink.open();
            open.begin(hello.streams());
        }
    }

    private boolean mayReplace(Open older, int attempt, GatewayConnection connection) {
        if (Integer.compareUnsigned(attempt, older.attempt()) < 0) {
            metrics().count(GatewayCounter.LOWER_ATTEMPT);
        } else if (Integer.compareUnsigned(attempt - older.attempt(), ATTEMPT_WINDOW) > 0) {
            metrics().count(GatewayCounter.ABSURD_ATTEMPT);
        } else {
            return true;
        }
        connection.close(CloseCode.SUPERSEDED);
        return false;
    }

    /** Rising, never 0, and after 2^32 connections not one that is in use. */
    private int nextRef() {
        int ref = nextRef++;
        return ref == 0 || byRef.containsKey(ref) ? nextRef() : ref;
    }

    /** An open connection is no more. */
    void closed(Open open) {
        sessions.remove(open.session(), open);
        byRef.remove(open.ref());
        metrics().sessionEnded();
        uplink.shut(open);
    }

    /** The open connection of that ref, or null. */
    @Nullable Open open(int ref) {
        return byRef.get(ref);
    }

    // ---- streams ----

    /** The way to the stream's owner is broken: it is attached again. */
    void need(ClientStream stream) {
        leave(stream.needs(), stream);
        ask(stream);
    }

    /** Like {@link #need}, after a pause. */
    void needLater(ClientStream stream) {
        leave(stream.needs(), stream);
        var _ = after(REASK_NANOS, () -> ask(stream));
    }

    /** Takes a stream out of the channel that it was on. */
    void leave(@Nullable OwnerChannel channel, ClientStream stream) {
        owners.leave(channel, stream, nanos());
    }

    /** Asks for the stream at the end of the turn, or when there is a link. */
    void ask(ClientStream stream) {
        if (!stream.queued) {
            stream.queued = true;
            needing.add(stream);
            wantsTurn();
        }
    }

    private void askAll() {
        while (uplink.up() && !needing.isEmpty()) {
            ClientStream stream = needing.element();
            if (isWanted(stream)) {
                if (!uplink.send(stream.holder(), stream.ask(stream.holder().ref()), null)) {
                    stream.needs();
                    return; // the link is full; it will say when it is not
                }
                metrics().count(GatewayCounter.ATTACHES);
            }
            stream.queued = false;
            needing.remove();
        }
    }

    private static boolean isWanted(ClientStream stream) {
        return stream.state() == ClientStream.State.NEED
                && stream.equals(stream.holder().stream(stream.owner()));
    }

    // ---- link ----

    /** There is a link: streams are attached at the end of this turn. */
    void linkUp() {
        wantsTurn();
    }

    /** R5: nothing of the old link counts; every stream is attached again. */
    void linkLost() {
        for (Open open : sessions.values()) {
            open.streams().forEach(this::need);
        }
        linkTakesMore();
    }

    /** Whether anybody is here to have a link for. */
    boolean needsLink() {
        return !sessions.isEmpty();
    }

    /** {@code connection} does not read until the link takes more. */
    void awaitLink(GatewayConnection connection) {
        awaitingLink.add(connection);
    }

    void linkTakesMore() {
        List<GatewayConnection> waiting = List.copyOf(awaitingLink);
        awaitingLink.clear();
        waiting.forEach(GatewayConnection::linkTakesMore);
    }

    // ---- the turn ----

    /** There will be something to flush. */
    void wantsTurn() {
        if (!turnWanted) {
            turnWanted = true;
            clock.execute(turn);
        }
    }

    /** {@code connection} was written to. */
    void dirty(GatewayConnection connection) {
        dirty.add(connection);
        wantsTurn();
    }

    private void endTurn() {
        try {
            askAll();
            uplink.flush();
            for (int i = 0; i < dirty.size(); i++) { // a flush may add to it
                dirty.get(i).flush();
            }
            dirty.clear();
            countTurn();
        } finally {
            turnWanted = false;
        }
        if (uplink.hasUnsent() || (!needing.isEmpty() && uplink.takesMore())) {
            wantsTurn();
        }
    }

    void read(int records, int bytes) {
        recordsIn += records;
        bytesIn += bytes;
    }

    void wrote(int bytes) {
        recordsOut++;
        bytesOut += bytes;
    }

    private void countTurn() {
        metrics().add(GatewayCounter.RECORDS_IN, recordsIn);
        metrics().add(GatewayCounter.BYTES_IN, bytesIn);
        metrics().add(GatewayCounter.RECORDS_OUT, recordsOut);
        metrics().add(GatewayCounter.BYTES_OUT, bytesOut);
        recordsIn = 0;
        bytesIn = 0;
        recordsOut = 0;
        bytesOut = 0;
    }

    /** One record; it lives until the next call. */
    ByteBuf encode(Frame frame, @Nullable ByteBuf body) {
        scratch.clear();
        int mark = Records.begin(scratch);
        frame.write(scratch);
        if (body != null) {
            scratch.writeBytes(body, body.readerIndex(), body.readableBytes());
        }
        Records.end(scratch, mark);
        return scratch;
    }

    /** A copy of a record that several connections may hold; the caller's to release. */
    ByteBuf shared(ByteBuf record) {
        int size = record.readableBytes();
        return ByteBufAllocator.DEFAULT
                .directBuffer(size)
                .writeBytes(record, record.readerIndex(), size);
    }

    // ---- drain ----

    /**
     * Asks all clients to go elsewhere, each at a time of its own, and closes who is still here at
     * the deadline. Any thread.
     *
     * @param windowMillis over which the moves are spread
     * @param deadlineMillis when it ends
     */
    public void drain(int windowMillis, int deadlineMillis) {
        execute(() -> startDrain(windowMillis, deadlineMillis));
    }

    private void startDrain(int windowMillis, int deadlineMillis) {
        if (draining) {
            return;
        }
        draining = true;
        for (Open open : sessions.values()) {
            int afterMillis = random.nextInt(windowMillis + 1);
            open.connection()
                    .send(
                            new Frame.GoAway(
                                    CloseCode.GOING_AWAY.number(),
                                    afterMillis,
                                    deadlineMillis,
                                    List.of()));
            metrics().count(GatewayCounter.GOAWAYS);
        }
        var _ = after(deadlineMillis * NANOS_PER_MILLI, this::closeAll);
    }

    private void closeAll() {
        List<GatewayConnection> all = new ArrayList<>();
        wheel.forEach(entry -> all.add((GatewayConnection) entry));
        all.forEach(connection -> connection.close(CloseCode.GOING_AWAY));
    }

    /** Whether nobody new is let in. */
    boolean draining() {
        return draining;
    }

    /** Breaks the link to the node, as when the process ends. Any thread. */
    public void closeLink() {
        execute(uplink::close);
    }

    // ---- what it is made of ----

    Uplink uplink() {
        return uplink;
    }

    Downlink downlink() {
        return downlink;
    }

    Owners owners() {
        return owners;
    }

    GatewayLimits limits() {
        return shared.limits();
    }

    Frame.Limits announcedLimits() {
        return shared.announcedLimits();
    }

    GatewayMetrics metrics() {
        return shared.metrics();
    }

    TokenKeys keys() {
        return shared.keys();
    }

    Judges judges() {
        return shared.judges();
    }

    Admission admission() {
        return shared.admission();
    }

    String name() {
        return shared.name();
    }

    RandomGenerator random() {
        return random;
    }

    Loop clock() {
        return clock;
    }

    long nanos() {
        return clock.nanos();
    }

    long wallMicros() {
        return clock.wallMicros();
    }

    long alive() {
        return wheel.alive();
    }

    Loop.Timer after(long delayNanos, Runnable task) {
        return clock.after(delayNanos, task);
    }

    void execute(Runnable task) {
        clock.execute(task);
    }

    boolean inLoop() {
        return clock.inLoop();
    }
}
