package dev.cardea.client.engine;

import dev.cardea.session.Delivery;
import dev.cardea.session.Position;
import dev.cardea.stream.Epoch;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of one stream: how far it was received, and which inputs are not known to be
 * applied. Confined to the session's loop, but for {@link UnackedInputs#reserve}.
 *
 * <pre>
 *  down  position = (newest epoch, seat, last seq), or NONE from ATTACHED fresh until the last
 *        frame of STATE (R3c, R9); reliable messages only ever continue it
 *  up    inputs  first .. next-1 wait for APPLIED; at each ATTACHED those up to `applied` are
 *        dropped and the rest sent again in order (R11); the first one sent then carries BASE if
 *        its number is not applied + 1 (R12); another seat voids them all (R15)
 * </pre>
 */
final class ClientStream {
    private static final int SEAT_MASK = 0xFF;

    private final String owner;
    private final StreamHandler handler;
    private final UnackedInputs inputs = new UnackedInputs();

    /** Whether the owner is to be asked for it: a room only once there is a seat. */
    private boolean wanted;

    private long newestEpoch;
    private boolean seated;
    private int seat;
    private boolean held;
    private long seq;

    /** The way up while attached, else null: inputs wait. */
    private @Nullable Uplink uplink;

    private int channel;
    private boolean firstInput;
    private int applied;

    /**
     * @param owner as the wire names it
     * @param newestEpoch the newest epoch ever seen of it, 0 if none
     */
    ClientStream(String owner, long newestEpoch, StreamHandler handler) {
        this.owner = owner;
        this.newestEpoch = newestEpoch;
        this.handler = handler;
    }

    String owner() {
        return owner;
    }

    UnackedInputs inputs() {
        return inputs;
    }

    boolean attached() {
        return uplink != null;
    }

    /** The channel of this connection; meaningful while attached. */
    int channel() {
        return channel;
    }

    /** The newest epoch ever seen (rule R9). */
    long newestEpoch() {
        return newestEpoch;
    }

    /** From now on the owner is asked for it, on every connection. */
    void want() {
        wanted = true;
    }

    boolean isWanted() {
        return wanted;
    }

    StreamHandler handler() {
        return handler;
    }

    /** What HELLO and ATTACH say of it. */
    Frame.Stream position() {
        Position position = held ? Position.at(newestEpoch, seat, seq) : Position.none(newestEpoch);
        return new Frame.Stream(owner, position);
    }

    /** The connection no longer counts: inputs wait, the channel is void. */
    void detached() {
        uplink = null;
    }

    /** The membership ended: its position and inputs are void, and it is not wanted (rule R15). */
    void vacated() {
        uplink = null;
        wanted = false;
        seated = false;
        held = false;
        lose();
    }

    private void lose() {
        int lost = inputs.dropAll();
        if (lost > 0) {
            handler.onInputsLost(lost, inputs.done());
        }
    }

    /** Takes the owner's answer, which is not stale, on the connection of {@code uplink}. */
    void attached(Frame.Attached frame, Uplink uplink) {
        if (frame.fresh()) {
            startFresh(frame);
        } else {
            expectRecovered(frame);
        }
        this.uplink = uplink;
        channel = frame.channel();
        applied = frame.applied();
        firstInput = true;
        takeSeat(frame);
        resend();
        handler.onAttached(frame);
    }

    /** Whether that comes from a copy of the owner that others have outlived (rule R9). */
    boolean isStale(Frame.Attached frame) {
        return Epoch.isNewer(newestEpoch, frame.epoch());
    }

    private void startFresh(Frame.Attached frame) {
        newestEpoch = frame.epoch();
        held = false;
    }

    private void expectRecovered(Frame.Attached frame) {
        boolean same =
                held && frame.epoch() == newestEpoch && frame.seat() == seat && frame.seq() == seq;
        if (!same) {
            throw new ProtocolViolation("ATTACHED recovers another position of " + owner);
        }
    }

    private void takeSeat(Frame.Attached frame) {
        if (seated && seat == frame.seat()) {
            dropApplied(applied);
            if (inputs.size() == 0 && Serial.after(applied + 1, inputs.next())) {
                inputs.numberFrom(applied + 1);
            }
            return;
        }
        if (seated) {
            lose();
        }
        seated = true;
        seat = frame.seat();
        inputs.numberFrom(applied + 1);
    }

    private void dropApplied(int n) {
        int before = inputs.size();
        inputs.dropUpTo(n);
        if (inputs.size() < before) {
            handler.onApplied(inputs.done());
        }
    }

    private void resend() {
        int n = inputs.first();
        for (Bytes body : inputs) {
            send(n++, body);
        }
    }

    private void send(int n, Bytes body) {
        Uplink up = uplink;
        if (up != null) {
            boolean base = firstInput && n != applied + 1;
            firstInput = false;
            up.send(new Frame.Input(channel, base, seat & SEAT_MASK, n), body);
        }
    }

    /**
     * Sends an input for which room was reserved, or keeps it until attached.
     *
     * @param n which one it is of the membership
     */
    void input(long n, Bytes body) {
        send(inputs.add(n, body), body);
    }

    /** Sends the input that leaves, whatever the bound. */
    void leave(Bytes body) {
        send(inputs.addBeyondBound(body), body);
    }

    void applied(Frame.Applied frame) {
        if (frame.seat() != (seat & SEAT_MASK)) {
            return;
        }
        if (!Serial.after(inputs.next(), frame.n())) {
            throw new ProtocolViolation("APPLIED of an input that was never sent to " + owner);
        }
        dropApplied(frame.n());
    }

    void state(Frame.State frame, ByteBuf part) {
        if (held) {
            throw new ProtocolViolation("STATE of " + owner + " without ATTACHED fresh");
        }
        handler.onState(part);
        if (frame.last()) {
            held = true;
            seq = frame.seq();
            handler.onFresh();
        }
    }

    void event(Frame.Event frame, ByteBuf body) {
        if (frame.delivery() instanceof Delivery.Reliable) {
            seq = next(frame.number(), "EVENT");
        } else if (!held) {
            return;
        }
        handler.onMessage(frame.delivery(), body);
    }

    /** The pieces of one patch have one number; the last one moves the position. */
    void patch(Frame.Patch frame, ByteBuf body) {
        long next = next(frame.seq(), "PATCH");
        if (!frame.more()) {
            seq = next;
        }
        handler.onPatch(frame, body);
    }

    private long next(int number, String what) {
        long next = Serial.extend(seq, number);
        if (!held || next <= seq) {
            throw new ProtocolViolation(what + " " + next + " of " + owner + at());
        }
        return next;
    }

    private String at() {
        return held ? " after " + seq : " before its STATE";
    }
}
